import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives } from '../support/time-lapse.js';

describe('a service', () => {
  const begin = lives();

  it('of one month is charged twelve times in a year for the monthly price list', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.until('2041-01-15');
    const license = await life.open(sampleService());
    assert.deepEqual(
      { ...license, key: '' },
      {
        licenseId: '1001',
        key: '',
        priceList: '55382',
        periodMonths: 1,
        expiresOn: '2041-02-15',
        source: 'ordered',
      },
    );
    assert.match(license.key, /^1001-\w{16}$/);
    await life.until('2042-01-10');
    const months = ['02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map(
      (month) => `2041-${month}`,
    );
    const paid = life.paidFor('7');
    assert.deepEqual(
      paid.map((charge) => charge.replace(/-\d\d /, ' ')),
      ['2041-01 soft.order.param 55382', ...months.map((month) => `${month} service.prolong 55382`)],
    );
    const { state, orders, prolongs, trouble } = await life.client.getLicense('7');
    assert.deepEqual([state, orders, prolongs, trouble], ['active', 1, 11, undefined]);
  });

  it(
    'of one year is charged once for the yearly price list, and again a year later',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      await life.until('2041-01-15');
      const { expiresOn, periodMonths } = await life.open(sampleService({ servicePeriodMonths: 12 }));
      assert.deepEqual([expiresOn, periodMonths], ['2042-01-15', 12]);
      await life.until('2042-01-04');
      assert.deepEqual(life.paidFor('7'), ['2041-01-15 soft.order.param 55384']);
      await life.until('2042-01-10');
      assert.match(life.paidFor('7')[1] ?? '', /^2042-01-(0[5-9]) service\.prolong 55384$/);
      assert.equal((await life.client.getLicense('7')).license?.expiresOn, '2043-01-15');
    },
  );

  it(
    'lives through the end of February of a leap year, by the month and by the year',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      await life.until('2044-01-31');
      assert.equal((await life.open(sampleService())).expiresOn, '2044-02-29');
      await life.until('2044-02-29');
      const leaping = { serviceId: '8', ip: '192.0.2.8', servicePeriodMonths: 12 };
      assert.equal((await life.open(sampleService(leaping))).expiresOn, '2045-02-28');
      await life.until('2045-02-28');
      assert.equal((await life.client.getLicense('7')).license?.expiresOn, '2045-03-31');
      assert.equal((await life.client.getLicense('8')).license?.expiresOn, '2046-02-28');
      assert.equal(life.paidFor('7').length, 14);
      assert.equal(life.paidFor('8').length, 2);
    },
  );

  it('goes on after its workers were replaced, without a cached Workflow', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { options: { maxCachedWorkflows: 0 } });
    await life.until('2041-01-15');
    await life.open(sampleService());
    await life.until('2041-02-20');
    await life.restartWorkers();
    await life.until('2041-04-01');
    assert.equal(life.paidFor('7').length, 3);
    assert.equal((await life.client.closeService('7')).status, 'closed');
  });
});
