import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { activityInfo } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives } from '../support/time-lapse.js';

const service = sampleService();
describe('a call that was executed and whose answer was lost', () => {
  const begin = lives();

  it(
    'is found later when the list was lost as well, and nothing is ordered meanwhile',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      life.simulator.setFaults([
        { kind: 'drop-after', func: 'soft.order.param', only: 'write', times: 1 },
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
    await life.until('2041-05-10');
    assert.equal(life.simulator.faultCounts()[0]?.happened, 3);
    assert.equal(life.paidFor('7').length, 4);
    assert.equal((await life.client.getLicense('7')).license?.expiresOn, '2041-05-15');
  });

  it('has ordered once where it then failed by a fault of our own', LIFE_LIMIT, async (t) => {
    let left = 3;
    const losing = () => ({
      inbound: {
        execute: async (input, next) => {
          const result = await next(input);
          if (activityInfo().activityType !== 'orderLicense' || left < 1) return result;
          left -= 1;
          throw new TypeError('undefined is not a function');
        },
      } satisfies ActivityInboundCallsInterceptor,
    });
    const life = await begin(t, { options: { interceptors: { activity: [losing] } } });
    const { next, trouble } = await life.openInVain(service);
    assert.match(next, /: WorkerFailure$/);
    assert.match(trouble ?? '', /^WorkerFailure: undefined is not a function$/);
    await life.days(1);
    const { state, orders } = await life.client.getLicense('7');
    assert.deepEqual([state, orders], ['active', 1]);
    assert.equal(life.simulator.charges().length, 1);
  });
});
