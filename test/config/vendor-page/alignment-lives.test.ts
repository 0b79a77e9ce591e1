/**
 * The vendor's page, "Alignment of license order periods": what is seen at the license server only.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { sampleService } from '../../support/samples.js';
import { LIFE_LIMIT, lives } from '../../support/time-lapse.js';
import { vendorConfig } from '../../support/vendor-config.js';

describe('Alignment of license order periods, at the license server', () => {
  const begin = lives();

  it(
    'A license whose period does not coincide with those sold is purchased for the minimum available period, 1 month',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, { config: vendorConfig() });
      const { priceList, periodMonths } = await life.open(
        sampleService({ servicePeriodMonths: 3, tariff: 'start' }),
      );
      assert.deepEqual([priceList, periodMonths], ['55382', 1]);
      await life.days(62);
      assert.deepEqual(
        life.paidFor('7').map((charge) => charge.slice(11)),
        ['soft.order.param 55382', 'service.prolong 55382', 'service.prolong 55382'],
        'the same mapping at each renewal',
      );
    },
  );

  it(
    'Period alignment allows to resell licenses in parts: a one-year license as twelve monthly ones',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, { config: vendorConfig() });
      await life.until('2041-01-15');
      const { expiresOn } = await life.open(sampleService({ tariff: 'in-parts' }));
      assert.equal(expiresOn, '2042-01-15');
      await life.until('2042-01-04');
      assert.deepEqual(
        life.paidFor('7'),
        ['2041-01-15 soft.order.param 55384'],
        'no charge for twelve months',
      );
      await life.until('2042-01-14');
      assert.equal(life.paidFor('7').length, 2, 'the next year is bought whole too');
      assert.equal((await life.client.getLicense('7')).license?.expiresOn, '2043-01-15');
      await life.client.closeService('7');
      await life.until('2042-02-20');
      const next = sampleService({ serviceId: '8', ip: '192.0.2.8', tariff: 'in-parts' });
      assert.equal((await life.open(next)).source, 'pool', 'what remained at close went to the pool');
      assert.deepEqual(life.paidFor('8'), []);
    },
  );

  it(
    'Replace by is the period of the order command that is sent to the other BILLmanager',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, { config: vendorConfig() });
      await life.open(sampleService({ servicePeriodMonths: 6, tariff: 'start' }));
      assert.deepEqual(
        life.simulator.licenses().map(({ priceList, periodMonths }) => [priceList, periodMonths]),
        [['55384', 12]],
      );
    },
  );
});
