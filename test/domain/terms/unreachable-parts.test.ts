import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Catalogue } from '../../../src/domain/catalogue/catalogue.js';
import { unreachablePartsIn } from '../../../src/domain/terms/unreachable-parts.js';
import type { PriceListCode } from '../../../src/domain/base/license.js';
import type { TariffScope } from '../../../src/domain/base/period.js';
import { sampleTariff, tariffCatalogue } from '../catalogue/tariff-catalogue.js';

const LIMIT = { timeout: 30_000 };
const found = (changes: Partial<Catalogue>) =>
  unreachablePartsIn(tariffCatalogue(changes)).map(
    ({ kind, path, message }) => `${kind} ${path.join('.')}: ${message}`,
  );
const ruled = (initialPeriodMonths: number, replaceByMonths: number, alignWithTariff?: TariffScope) => ({
  processingModules: [
    {
      name: 'openstack',
      licenseServer: 'licenses',
      periodAlignment: [{ initialPeriodMonths, replaceByMonths, alignWithTariff }],
    },
    { name: 'vmware', licenseServer: 'licenses', periodAlignment: [] },
  ],
});
const never = (why: string) => [
  `RuleNeverApplies processingModules.0.periodAlignment.0: can never apply: ${why}`,
];

describe('unreachablePartsIn', () => {
  it('finds nothing in a good configuration', LIMIT, () => {
    assert.deepEqual(found({}), []);
    assert.deepEqual(found(ruled(1, 12)), []);
    assert.deepEqual(found(ruled(3, 12)), [], 'a service without a tariff may have any period');
    assert.deepEqual(found(ruled(1, 12, { tariff: 'start', productType: 'VPS' })), []);
    assert.deepEqual(found({ ...ruled(1, 12, { productType: 'Box' }), tariffs: [] }), []);
  });

  it('finds a rule that can never apply', LIMIT, () => {
    assert.deepEqual(found(ruled(1, 6)), never('no panel is sold for 6 months'));
    assert.deepEqual(
      found(ruled(1, 12, { tariff: 'big' })),
      never('processing module openstack has no tariff big'),
    );
    assert.deepEqual(
      found({
        ...ruled(1, 12, { tariff: 'start' }),
        tariffs: [sampleTariff({ processingModule: 'vmware' })],
      }),
      never('processing module openstack has no tariff start'),
    );
    assert.deepEqual(
      found(ruled(1, 12, { tariff: 'start', productType: 'Box' })),
      never('tariff start is not of product type Box'),
    );
    assert.deepEqual(
      found(ruled(1, 12, { productType: 'Box' })),
      never('no tariff of processing module openstack is of product type Box'),
    );
    assert.deepEqual(
      found(ruled(3, 12, { tariff: 'start' })),
      never('tariff start is not sold for 3 months'),
    );
  });

  it('finds a panel without a price for a period that its tariff sells', LIMIT, () => {
    assert.deepEqual(found({ tariffs: [sampleTariff({ periodsMonths: [1, 3, 6] })] }), [
      'PriceMissing tariffs.0.controlPanelLicense.prices.billmanager6: panel billmanager6 has no price for 3 months, 6 months',
      'PriceMissing tariffs.0.controlPanelLicense.prices.55227: panel 55227 has no price for 3 months, 6 months',
    ]);
    const free = { billmanager6: { 1: 0, 12: 0 } };
    const restrictions = { enumeration: 'Server control panel', panels: ['billmanager6'] };
    const tariffs = [sampleTariff({ controlPanelLicense: { restrictions, prices: free } })];
    assert.deepEqual(found({ tariffs }), [], 'a price of nothing is a price');
  });

  it('finds a tariff whose panels are all restricted', LIMIT, () => {
    const restrictions = { enumeration: 'Server control panel', panels: [] };
    assert.deepEqual(
      found({ tariffs: [sampleTariff({ controlPanelLicense: { restrictions, prices: {} } })] }),
      [
        'AllPanelsRestricted tariffs.0.controlPanelLicense.restrictions: leave no panel that a client could choose',
      ],
    );
  });

  it('finds a panel that two enumerations sell differently', LIMIT, () => {
    const [first] = tariffCatalogue().enumerations;
    const other = (code: string) => ({
      name: 'Others',
      values: [{ internalName: '55227', priceLists: [{ code: code as PriceListCode, periodsMonths: [1] }] }],
    });
    assert.deepEqual(found({ enumerations: [first!, other('1')] }), [
      'PanelAmbiguous enumerations.1.values.0.internalName: is sold otherwise in an earlier enumeration, which a service without a tariff gets',
    ]);
    assert.deepEqual(found({ enumerations: [first!, { ...first!, name: 'Others' }] }), []);
  });
});
