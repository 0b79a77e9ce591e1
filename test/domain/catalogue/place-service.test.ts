import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { placeService } from '../../../src/domain/catalogue/place-service.js';
import type { Service } from '../../../src/domain/base/service.js';
import { sampleService } from '../../support/samples.js';
import { sampleTariff, tariffCatalogue } from './tariff-catalogue.js';

const LIMIT = { timeout: 30_000 };
const vmware = { name: 'vmware', licenseServer: 'licenses', periodAlignment: [] };
const catalogue = tariffCatalogue({
  processingModules: [...tariffCatalogue().processingModules, vmware],
  tariffs: [
    sampleTariff({
      controlPanelLicense: {
        restrictions: { enumeration: 'Server control panel', panels: ['billmanager6'] },
        prices: {},
      },
    }),
  ],
});
const place = (changes: Partial<Service>, standing: 'new' | 'running' = 'new') =>
  placeService(catalogue, sampleService(changes), standing);

describe('placeService', () => {
  it('takes processing module and product type from the tariff', LIMIT, () => {
    const placed = place({ tariff: 'start' });
    assert.ok(placed.kind === 'placed');
    assert.equal(placed.module.name, 'openstack');
    assert.deepEqual(placed.scope, { tariff: 'start', productType: 'VPS' });
    assert.equal(
      place({ tariff: 'start', processingModule: 'openstack', productType: 'VPS' }).kind,
      'placed',
      'a service may repeat what its tariff says',
    );
  });

  it('takes the product type from the service where there is no tariff', LIMIT, () => {
    const placed = place({ processingModule: 'vmware', productType: 'Dedicated server' });
    assert.ok(placed.kind === 'placed');
    assert.deepEqual(placed.scope, { tariff: undefined, productType: 'Dedicated server' });
  });

  const refusals: readonly (readonly [Partial<Service>, keyof Service, string])[] = [
    [{ tariff: 'big' }, 'tariff', 'tariff big is not configured; known: start'],
    [{}, 'processingModule', 'processingModule must be given; known: openstack, vmware'],
    [
      { tariff: 'start', processingModule: 'vmware' },
      'processingModule',
      'processingModule of tariff start is openstack, not vmware',
    ],
    [{ tariff: 'start', productType: 'Box' }, 'productType', 'productType of tariff start is VPS, not Box'],
    [
      { tariff: 'start', servicePeriodMonths: 3 },
      'servicePeriodMonths',
      'tariff start is not sold for 3 months at a time; sold: 1, 12',
    ],
    [
      { tariff: 'start', servicePeriodMonths: -100 },
      'servicePeriodMonths',
      'tariff start is not sold as a trial',
    ],
    [
      { tariff: 'start', panel: '55227' },
      'panel',
      'tariff start does not offer panel 55227; offered: billmanager6',
    ],
    [{ tariff: 'start', panel: 'cpanel' }, 'panel', 'panel cpanel is not configured; known: billmanager6'],
    [
      { tariff: 'start', addons: { '55165': 1 } },
      'addons',
      'panel billmanager6 has no addon 55165; known: 55236',
    ],
    [
      { tariff: 'start', addons: { '55236': 4 } },
      'addons',
      'panel billmanager6 has at most 3 of addon 55236',
    ],
    [
      { processingModule: 'vmware', panel: '55227', addons: { '55236': 1 } },
      'addons',
      'panel 55227 has no addon 55236; known: none',
    ],
  ];
  for (const [changes, field, message] of refusals) {
    it(`refuses by name: ${message}`, LIMIT, () =>
      assert.deepEqual(place(changes), { kind: 'refused', field, message }),
    );
  }

  it('keeps what a running service was promised when its tariff sells less', LIMIT, () => {
    for (const changes of [{ servicePeriodMonths: 3 }, { panel: '55227' }, { addons: { '55236': 4 } }]) {
      assert.equal(place({ tariff: 'start', ...changes }, 'running').kind, 'placed');
    }
    assert.equal(place({ tariff: 'start', panel: 'cpanel' }, 'running').kind, 'refused');
  });

  it('allows as many of an addon as its panel may have, and none', LIMIT, () => {
    const allowed: Service['addons'][] = [{ '55236': 3 }, { '55236': 0 }, {}];
    for (const addons of allowed) {
      assert.equal(place({ tariff: 'start', addons }).kind, 'placed');
    }
  });
});
