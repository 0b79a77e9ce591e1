import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { parseConfig } from '../../src/config.js';
import { DAY_MS } from '../../src/domain/base/calendar.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives } from '../support/time-lapse.js';

const config = parseConfig(
  `
licenseServers:
  - { name: licenses, url: simulated, username: provider, password: { plain: secret }, timeZone: UTC, callsPerSecond: 1000 }
processingModules: [{ name: openstack, licenseServer: licenses }]
enumerations:
  - name: Server control panel
    values:
      - internalName: business
        priceLists: [{ code: 55230, periodsMonths: [12] }]
        addons: [{ id: 55236, max: 10 }]
`,
  'addons.yaml',
);

describe('a service with addons', () => {
  const begin = lives();

  it('gets a license that has them, not one of the pool that may not', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config });
    await life.open(sampleService({ panel: 'business', servicePeriodMonths: 12 }));
    await life.client.closeService('7');
    await life.advance(40 * DAY_MS);
    const plain = { panel: 'business', servicePeriodMonths: 12 };
    const wanting = { ...plain, serviceId: '8', ip: '192.0.2.8', addons: { '55236': 2 } };
    assert.equal((await life.open(sampleService(wanting))).source, 'ordered');
    assert.equal(
      (await life.open(sampleService({ ...plain, serviceId: '9', ip: '192.0.2.9' }))).source,
      'pool',
    );
    assert.deepEqual(
      life.simulator.charges().map(({ amountMinor }) => amountMinor),
      [18_000, 18_000 + 2 * 6000],
    );
  });
});
