import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { ApplicationFailure } from '@temporalio/common';

import { failure } from '../../src/activities/failures.js';
import { LicenseServerError } from '../../src/billmanager/errors.js';
import { inConversation } from '../support/at-license-server.js';

const LIMIT = { timeout: 60_000 };
const settleMs = 600_000;

/** Runs an Activity that fails so, and gives the failure that reaches the Workflow. */
async function thrownFor(error: Error): Promise<unknown> {
  return await inConversation({ settleMs })
    .run(() => Promise.reject(error))
    .catch((thrown: unknown) => thrown);
}

describe('the interceptor of a license server', () => {
  it('lets a failure cross by its type', LIMIT, async () => {
    const thrown = await thrownFor(new LicenseServerError('LicenseServerBusy', 'notDone', 'HTTP status 503'));
    assert.ok(thrown instanceof ApplicationFailure);
    assert.deepEqual([thrown.type, thrown.message], ['LicenseServerBusy', 'HTTP status 503']);
    assert.deepEqual(thrown.details, [{}]);
  });

  it('tells how long a call may be on its way, unless the Activity does', LIMIT, async () => {
    const lost = await thrownFor(new LicenseServerError('OutcomeUnknown', 'unknown', 'no answer'));
    assert.deepEqual((lost as ApplicationFailure).details, [{ retryAfterMs: settleMs }]);
    const told = await thrownFor(failure('OutcomeUnknown', 'no answer', { retryAfterMs: 5 }));
    assert.deepEqual((told as ApplicationFailure).details, [{ retryAfterMs: 5 }]);
  });

  it('leaves a fault of our own as it is', LIMIT, async () => {
    const fault = new TypeError('undefined is not a function');
    assert.equal(await thrownFor(fault), fault);
  });

  it('beats while an Activity runs, and not after it', LIMIT, async (t) => {
    t.mock.timers.enable({ apis: ['setInterval'] });
    let beats = 0;
    const environment = inConversation({ settleMs }).on('heartbeat', () => (beats += 1));
    await environment.run(() => {
      t.mock.timers.tick(20_000);
      return Promise.resolve();
    });
    assert.equal(beats, 4);
    t.mock.timers.tick(20_000);
    assert.equal(beats, 4);
  });
});
