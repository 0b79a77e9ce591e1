import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { FaultRuleInput } from '../../src/simulator/simulator.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives } from '../support/time-lapse.js';

const service = sampleService();
const lost = (func: string, more: Partial<FaultRuleInput> = {}): FaultRuleInput => ({
  kind: 'drop-after',
  func,
  times: 1,
  ...more,
});

describe('a call that was executed and whose answer was lost', () => {
  const begin = lives();

  it('is found at once when it was an order', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    life.simulator.setFaults([lost('soft.order.param', { only: 'write' })]);
    assert.equal((await life.open(service)).licenseId, '1001');
    assert.equal(life.simulator.faultCounts()[0]?.happened, 1);
    assert.equal(life.simulator.charges().length, 1);
  });

  it(
    'is found later when the list was lost as well, and nothing is ordered meanwhile',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      life.simulator.setFaults([
        lost('soft.order.param', { only: 'write' }),
        { kind: 'http-500', func: 'soft', skip: 1 },
      ]);
      assert.match((await life.openInVain(service)).next, /: OutcomeUnknown$/);
      await life.client.wakeService('7');
      await life.advance(3 * 3_600_000);
      assert.equal(life.simulator.charges().length, 1);
      life.simulator.setFaults([]);
      await life.advance(3_600_000);
      const { state, orders, license } = await life.client.getLicense('7');
      assert.deepEqual([state, orders, license?.licenseId], ['active', 1, '1001']);
      assert.equal(life.simulator.charges().length, 1);
    },
  );

  it('is found when it was a prolongation, each month anew', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.until('2041-01-15');
    await life.open(service);
    life.simulator.setFaults([{ kind: 'drop-after', func: 'service.prolong' }]);
    await life.until('2042-01-10');
    assert.equal(life.simulator.faultCounts()[0]?.happened, 11);
    assert.equal(life.paidFor('7').length, 12);
    assert.equal((await life.client.getLicense('7')).license?.expiresOn, '2042-01-15');
  });

  it('is found later when it was a prolongation that could not be read back', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.until('2041-01-15');
    await life.open(service);
    life.simulator.setFaults([
      lost('service.prolong'),
      { kind: 'http-500', func: 'soft.edit', skip: 1, times: 1 },
    ]);
    await life.until('2041-02-14');
    assert.equal(life.paidFor('7').length, 2);
    const { license, trouble } = await life.client.getLicense('7');
    assert.deepEqual([license?.expiresOn, trouble], ['2041-03-15', undefined]);
  });

  it('is repeated without harm when it was the return of a license', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(service);
    life.simulator.setFaults([lost('soft.edit', { only: 'write' })]);
    await life.client.closeService('7', { patienceMs: 0 });
    await life.days(1);
    assert.equal((await life.client.getLicense('7')).state, 'closed');
    assert.equal((await life.client.getPool('licenses')).free.length, 1);
  });

  it('is repeated without harm at each step of taking a license from the pool', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open({ ...service, servicePeriodMonths: 12 });
    await life.client.closeService('7');
    await life.days(40);
    // The new name and address, then the new key.
    life.simulator.setFaults([lost('soft.edit', { only: 'write' }), lost('soft.edit', { only: 'write' })]);
    const next = { ...service, serviceId: '8', ip: '192.0.2.8', servicePeriodMonths: 12 };
    await life.client.openLicense(next, { patienceMs: 0 });
    await life.days(1);
    const { licenseId, source } = await life.open(next);
    assert.deepEqual([licenseId, source], ['1001', 'pool']);
    assert.equal(life.simulator.charges().length, 1);
    assert.deepEqual((await life.client.getPool('licenses')).claims, {});
  });
});

describe('a call that was never executed', () => {
  const begin = lives();

  it('is made once when it can no longer be in flight', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    life.simulator.setFaults([{ kind: 'drop-before', func: 'soft.order.param', only: 'write', times: 1 }]);
    assert.match((await life.openInVain(service)).trouble ?? '', /^OutcomeUnknown: /);
    await life.days(1);
    assert.equal((await life.client.getLicense('7')).state, 'active');
    assert.equal(life.simulator.charges().length, 1);
  });
});
