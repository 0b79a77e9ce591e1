import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives } from '../support/time-lapse.js';

const service = sampleService();

/**
 * Loses what Activities of a name have done: they are executed, and then fail like code with a
 * fault in it.
 */
function losing(activityType: string, times: number) {
  let left = times;
  return {
    interceptors: {
      activity: [
        ({ info }: { info: { activityType: string } }) => {
          const inbound: ActivityInboundCallsInterceptor = {
            async execute(input, next) {
              const result = await next(input);
              if (info.activityType !== activityType || left < 1) return result;
              left -= 1;
              throw new TypeError('undefined is not a function');
            },
          };
          return { inbound };
        },
      ],
    },
  };
}

describe('an Activity that was executed and then failed by a fault of our own', () => {
  const begin = lives();

  it('has ordered once', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { options: losing('orderLicense', 3) });
    const { next, trouble } = await life.openInVain(service);
    assert.match(next, /: WorkerFailure$/);
    assert.match(trouble ?? '', /^WorkerFailure: undefined is not a function$/);
    await life.days(1);
    const { state, orders } = await life.client.getLicense('7');
    assert.deepEqual([state, orders], ['active', 1]);
    assert.equal(life.simulator.charges().length, 1);
  });

  it('has prolonged once', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { options: losing('prolongLicense', 2) });
    await life.until('2041-01-15');
    await life.open(service);
    await life.until('2041-02-14');
    const { license, trouble } = await life.client.getLicense('7');
    assert.deepEqual([license?.expiresOn, trouble], ['2041-03-15', undefined]);
    assert.equal(life.paidFor('7').length, 2);
  });

  it('has returned the license once', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { options: losing('returnLicense', 2) });
    await life.open(service);
    await life.client.closeService('7', { patienceMs: 0 });
    await life.days(1);
    assert.equal((await life.client.getLicense('7')).state, 'closed');
    assert.equal((await life.client.getPool('licenses')).free.length, 1);
  });

  it('has taken the license from the pool once', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { options: losing('reassignLicense', 2) });
    await life.open({ ...service, servicePeriodMonths: 12 });
    await life.client.closeService('7');
    await life.days(40);
    const next = { ...service, serviceId: '8', ip: '192.0.2.8', servicePeriodMonths: 12 };
    await life.client.openLicense(next, { patienceMs: 0 });
    await life.days(1);
    assert.equal((await life.open(next)).licenseId, '1001');
    assert.equal(life.simulator.charges().length, 1);
    assert.deepEqual((await life.client.getPool('licenses')).claims, {});
  });

  it('has claimed and added licenses once', LIFE_LIMIT, async (t) => {
    for (const activity of ['claimLicense', 'confirmClaim', 'addToPool']) {
      const life = await begin(t, { options: losing(activity, 1) });
      await life.open({ ...service, servicePeriodMonths: 12 });
      await life.client.closeService('7');
      await life.days(40);
      const next = { ...service, serviceId: '8', ip: '192.0.2.8', servicePeriodMonths: 12 };
      assert.equal((await life.open(next)).source, 'pool', activity);
      const { free, claims } = await life.client.getPool('licenses');
      assert.deepEqual([free, claims], [[], {}], activity);
    }
  });
});
