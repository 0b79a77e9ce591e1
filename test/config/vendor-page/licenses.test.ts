/**
 * The vendor's page on ordering and on the reuse of licenses, played over the simulator: each
 * sentence is a test.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { sampleService } from '../../support/samples.js';
import { LIFE_LIMIT, lives } from '../../support/time-lapse.js';
import { exampleConfig, vendorConfig } from '../../support/vendor-config.js';

const config = vendorConfig();

describe('Control panel licenses', () => {
  const begin = lives();

  it('The OpenStack (VPS) processing module supports the Control panel license resource', () => {
    const [module] = config.processingModules;
    assert.equal(module?.kind, 'OpenStack (VPS)');
    assert.equal(config.tariffs[0]?.processingModule, module.name);
  });

  it(
    'When processing an order with this resource, a license for the panel selected by the client is ordered automatically',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, { config });
      await life.open(sampleService({ tariff: 'start', panel: '55227' }));
      assert.deepEqual(
        life.simulator.licenses().map(({ priceList }) => priceList),
        ['55227'],
      );
    },
  );

  it("Licenses are ordered through a license server, integrated with ISPsystem's BILLmanager or with that of a reseller", () => {
    const { licenseServers, processingModules } = exampleConfig('reseller.yaml');
    assert.deepEqual(
      processingModules.map(
        ({ licenseServer }) => licenseServers.find(({ name }) => name === licenseServer)?.url,
      ),
      ['https://billing.reseller.example/billmgr', 'https://api.ispsystem.com/manager/billmgr'],
    );
  });

  it(
    'The license server is specified in the parameters of the OpenStack (VPS) processing module',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, { config });
      await life.open(sampleService({ tariff: 'start' }));
      assert.equal((await life.client.getLicense('7')).license?.licenseServer, 'ispsystem');
    },
  );

  it(
    'The address of the virtual server is specified as the IP address of the license',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, { config });
      await life.open(sampleService({ tariff: 'start', ip: '192.0.2.77' }));
      assert.deepEqual(
        life.simulator.licenses().map(({ ip }) => ip),
        ['192.0.2.77'],
      );
    },
  );
});

describe('Reuse of licenses', () => {
  const begin = lives();

  it(
    'As long as the service is active, the license is renewed regularly; its duration depends on that of the service',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, { config });
      await life.until('2041-01-15');
      await life.open(sampleService({ tariff: 'start' }));
      await life.until('2041-06-20');
      assert.equal(life.paidFor('7').length, 6);
      await life.client.closeService('7');
      await life.until('2041-12-31');
      assert.equal(life.paidFor('7').length, 6, 'nothing is paid after its end');
    },
  );

  it(
    'Paid but unused licenses remain on the account at the license server and form a pool, from which the next order is served',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, { config });
      await life.until('2041-01-15');
      const { licenseId } = await life.open(sampleService({ tariff: 'start', servicePeriodMonths: 12 }));
      await life.until('2041-03-20');
      await life.client.closeService('7');
      assert.deepEqual(
        life.simulator.licenses().map(({ status, expiresOn }) => [status, expiresOn]),
        [['active', '2042-01-15']],
      );
      await life.until('2041-06-01');
      const next = sampleService({
        serviceId: '8',
        ip: '192.0.2.8',
        tariff: 'start',
        servicePeriodMonths: 12,
      });
      const reused = await life.open(next);
      assert.deepEqual([reused.licenseId, reused.source], [licenseId, 'pool']);
      assert.deepEqual(life.paidFor('8'), []);
    },
  );
});
