/**
 * The vendor's page on the "Control panel license" resource, enumerations and prices: each sentence
 * is a test.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { parseConfig } from '../../../src/config.js';
import { clientPrice, panelsOffered } from '../../../src/domain/catalogue/tariff.js';
import { questionOf, resolveTerms } from '../../../src/domain/terms/terms.js';
import { sampleService } from '../../support/samples.js';
import { exampleConfig, vendorConfig, vendorYaml } from '../../support/vendor-config.js';

const LIMIT = { timeout: 30_000 };
const config = vendorConfig();
const [start, inParts] = config.tariffs as [(typeof config.tariffs)[number], (typeof config.tariffs)[number]];
const names = (panels: readonly { internalName: string }[]) => panels.map(({ internalName }) => internalName);

describe('Configuring the "Control panel license" resource', () => {
  it('To order licenses for a tariff, the Control panel license resource must be configured', LIMIT, () => {
    const without = vendorYaml().replace(/ {4}controlPanelLicense:\n {6}prices:\n( {8}.*\n)+/, '');
    assert.throws(
      () => parseConfig(without, 'vendor.yaml'),
      /^FileError: vendor\.yaml:39: tariffs\.1\.controlPanelLicense: must be there: the "Control panel license" resource$/,
    );
  });

  it('The resource has the Control panel license type and the Enumeration value type', LIMIT, () => {
    assert.equal(start.controlPanelLicense.valueType, 'Enumeration');
    assert.throws(
      () => vendorConfig(['valueType: Enumeration', 'valueType: Integer']),
      /tariffs\.0\.controlPanelLicense\.valueType: must be Enumeration/,
    );
  });

  it('The enumeration is selected among the tariff restrictions', LIMIT, () => {
    assert.equal(start.controlPanelLicense.restrictions.enumeration, 'Server control panel');
    assert.throws(
      () => vendorConfig(['enumeration: Server control panel', 'enumeration: Panels']),
      /^FileError: vendor\.yaml:35: tariffs\.0\.controlPanelLicense\.restrictions\.enumeration: must be one of: Server control panel$/,
    );
  });

  it(
    'It determines which control panels are available to the client when ordering the service',
    LIMIT,
    () => {
      assert.deepEqual(names(panelsOffered(config, start)), ['billmanager6', '55227']);
      assert.deepEqual(names(panelsOffered(config, inParts)), ['billmanager6', '55227', '55230']);
      assert.deepEqual(resolveTerms(config, questionOf(sampleService({ tariff: 'start', panel: '55230' }))), {
        kind: 'refused',
        field: 'panel',
        message: 'tariff start does not offer panel 55230; offered: billmanager6, 55227',
      });
      assert.equal(resolveTerms(config, questionOf(sampleService({ tariff: 'start' }))).kind, 'terms');
    },
  );

  it('The default enumeration is Server control panel', LIMIT, () => {
    assert.equal(inParts.controlPanelLicense.restrictions.enumeration, 'Server control panel');
    const unnamed = vendorConfig(['  - name: Server control panel\n    values:', '  - values:']);
    assert.equal(unnamed.enumerations[0]?.name, 'Server control panel');
  });
});

describe('Configuring the enumeration', () => {
  it('An enumeration is configured by its values', LIMIT, () => {
    assert.throws(
      () =>
        vendorConfig([
          '- internalName: 55227',
          '- internalName: billmanager6\n        priceLists: [{ code: 1, periodsMonths: [1] }]',
        ]),
      /^FileError: vendor\.yaml:24: enumerations\.0\.values\.1\.internalName: stands twice$/m,
    );
    assert.throws(() => vendorConfig(['values:', 'panels:']), /enumerations\.0\.values: /);
  });

  it('The internal name is the license tariff code in the remote BILLmanager', LIMIT, () => {
    const terms = resolveTerms(config, questionOf(sampleService({ panel: '55227', tariff: 'start' })));
    assert.equal(terms.kind === 'terms' && terms.terms.priceList, '55227');
  });

  for (const [sentence, months, code] of [
    ['BILLmanager 6 Hosting&Cloud for one month is 55382', 1, '55382'],
    ['BILLmanager 6 Hosting&Cloud for one year is 55384', 12, '55384'],
  ] as const) {
    it(sentence, LIMIT, () => {
      const asked = sampleService({ servicePeriodMonths: months, tariff: 'start' });
      const both = resolveTerms(config, questionOf(asked));
      assert.equal(both.kind === 'terms' && both.terms.priceList, code, 'one value with both codes');
      const tariff = months === 1 ? 'metal-monthly' : 'metal-yearly';
      const each = resolveTerms(
        exampleConfig('reseller.yaml'),
        questionOf({ ...asked, panel: code, tariff }),
      );
      assert.equal(each.kind === 'terms' && each.terms.priceList, code, 'one value for each code');
    });
  }
});

describe('Configuring the cost of the control panel', () => {
  it('The prices of control panel licenses are set by tariff', LIMIT, () => {
    assert.deepEqual(clientPrice(start, '55227', 1), { amountMinor: 650, currency: 'EUR' });
    assert.deepEqual(clientPrice(inParts, 'billmanager6', 1), { amountMinor: 2990, currency: 'EUR' });
    assert.equal(clientPrice(start, '55227', 24), undefined);
    assert.throws(
      () => vendorConfig(['55227: { 1: 6.50, 3', 'cpanel: { 1: 6.50, 3']),
      /tariffs\.0\.controlPanelLicense\.prices\.cpanel: must be one of: billmanager6, 55227, 55230/,
    );
  });
});
