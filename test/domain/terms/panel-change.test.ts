import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  panelChangeInWords,
  planPanelChange,
  type PanelChange,
} from '../../../src/domain/terms/panel-change.js';
import type { Service } from '../../../src/domain/base/service.js';
import { MONTHLY, sampleService } from '../../support/samples.js';
import { LITE, sampleTariff, tariffCatalogue } from '../catalogue/tariff-catalogue.js';

const LIMIT = { timeout: 30_000 };
const catalogue = tariffCatalogue();
const service = sampleService({ tariff: 'start', addons: { '55236': 2 } });
const held = { licenseServer: 'licenses', priceList: MONTHLY };
const priceLists = [
  { priceList: LITE, periods: [{ months: 1, cost: { amountMinor: 500, currency: 'EUR' } }] },
];
const plan = (asked: Pick<Service, 'panel' | 'addons'>, from: typeof held | undefined = held) =>
  planPanelChange(catalogue, { service, license: from }, asked, priceLists);
const changed = (answer: ReturnType<typeof plan>): PanelChange => {
  assert.ok(answer.kind === 'change', answer.kind === 'refused' ? answer.message : '');
  return answer;
};

describe('planPanelChange', () => {
  it('shows the price before and after, and what will be bought', LIMIT, () => {
    const { price, terms, service: after } = changed(plan({ panel: '55227' }));
    assert.deepEqual(price, {
      before: { amountMinor: 3000, currency: 'EUR' },
      after: { amountMinor: 650, currency: 'EUR' },
    });
    assert.deepEqual([terms.priceList, terms.periodMonths], [LITE, 1]);
    assert.deepEqual([after.panel, after.addons], ['55227', undefined]);
  });

  it('says what another license costs at most', LIMIT, () => {
    const change = changed(plan({ panel: '55227' }));
    assert.deepEqual([change.keepsLicense, change.cost], [false, { amountMinor: 500, currency: 'EUR' }]);
    assert.equal(
      panelChangeInWords(change),
      `the client pays 6.50 EUR in place of 30.00 EUR
its license is moved to price list 55227 for 1 month, or another one is obtained and this one returned: 5.00 EUR at most`,
    );
  });

  it('keeps a license that serves the new panel too, but only of the same license server', LIMIT, () => {
    const change = changed(plan({ panel: 'billmanager6', addons: { '55236': 3 } }));
    assert.deepEqual([change.keepsLicense, change.cost], [true, undefined]);
    assert.deepEqual(change.terms.addons, { '55236': 3 });
    assert.match(panelChangeInWords(change), /serves the new panel too$/);
    const elsewhere = { ...held, licenseServer: 'reseller' };
    assert.equal(changed(plan({ panel: 'billmanager6' }, elsewhere)).keepsLicense, false);
  });

  it('refuses what the tariff does not offer', LIMIT, () => {
    const restrictions = { enumeration: 'Server control panel', panels: ['billmanager6'] };
    const tariffs = [sampleTariff({ controlPanelLicense: { restrictions, prices: {} } })];
    const answer = planPanelChange(
      { ...catalogue, tariffs },
      { service, license: held },
      { panel: '55227' },
      [],
    );
    assert.equal(answer.kind === 'refused' && answer.field, 'panel');
  });
});
