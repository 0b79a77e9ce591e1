import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { inLanguage } from '../../../src/domain/base/display-name.js';
import { clientPrice, panelsAt, panelsOffered } from '../../../src/domain/catalogue/tariff.js';
import { sampleTariff, tariffCatalogue } from './tariff-catalogue.js';

const LIMIT = { timeout: 30_000 };
const restrictedTo = (enumeration: string, panels?: string[]) =>
  sampleTariff({ controlPanelLicense: { restrictions: { enumeration, panels }, prices: {} } });
const namesOf = (panels: readonly { internalName: string }[]) =>
  panels.map(({ internalName }) => internalName);

describe('panelsOffered', () => {
  it('leaves what the restrictions name, in the order of the enumeration', LIMIT, () => {
    const offered = (panels?: string[]) =>
      namesOf(panelsOffered(tariffCatalogue(), restrictedTo('Server control panel', panels)));
    assert.deepEqual(offered(), ['billmanager6', '55227']);
    assert.deepEqual(offered(['55227', 'billmanager6']), ['billmanager6', '55227']);
    assert.deepEqual(offered(['55227']), ['55227']);
    assert.deepEqual(offered([]), []);
  });

  it('offers nothing of another enumeration', LIMIT, () => {
    assert.deepEqual(panelsOffered(tariffCatalogue(), restrictedTo('Others')), []);
  });
});

describe('clientPrice', () => {
  it('gives the price of exactly this panel and period, in the currency of the tariff', LIMIT, () => {
    const tariff = sampleTariff({ currency: 'RUB' });
    assert.deepEqual(clientPrice(tariff, '55227', 12), { amountMinor: 6900, currency: 'RUB' });
    assert.equal(clientPrice(tariff, '55227', 3), undefined);
    assert.equal(clientPrice(tariff, 'cpanel', 1), undefined);
  });
});

describe('panelsAt', () => {
  const catalogue = tariffCatalogue({
    processingModules: [
      { name: 'openstack', licenseServer: 'licenses', periodAlignment: [] },
      { name: 'resale', licenseServer: 'reseller', periodAlignment: [] },
    ],
    enumerations: [
      ...tariffCatalogue().enumerations,
      { name: 'Others', values: [{ internalName: 'other', priceLists: [] }] },
    ],
  });
  const at = (server: string, tariffs = catalogue.tariffs) =>
    panelsAt({ ...catalogue, tariffs }, server).map(({ panel, path }) => [
      panel.internalName,
      path.join('.'),
    ]);

  it('asks a license server for the panels of its tariffs, and those of no tariff', LIMIT, () => {
    assert.deepEqual(at('licenses'), [
      ['billmanager6', 'enumerations.0.values.0'],
      ['55227', 'enumerations.0.values.1'],
      ['other', 'enumerations.1.values.0'],
    ]);
    assert.deepEqual(at('reseller'), [['other', 'enumerations.1.values.0']]);
  });

  it('asks each for all where there are no tariffs', LIMIT, () => {
    assert.equal(at('reseller', []).length, 3);
  });
});

describe('inLanguage', () => {
  it('gives the text of the language, else the English one, else the first', LIMIT, () => {
    assert.equal(inLanguage({ en: 'Business', ru: 'Бизнес' }, 'ru'), 'Бизнес');
    assert.equal(inLanguage({ ru: 'Бизнес', en: 'Business' }, 'de'), 'Business');
    assert.equal(inLanguage({ ru: 'Бизнес' }, 'de'), 'Бизнес');
    assert.equal(inLanguage({}, 'de'), '');
  });
});
