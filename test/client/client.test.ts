import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import {
  Client,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type WorkflowClientInterceptor,
} from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { engineSettings } from '../../src/cli/shared/environment.js';
import { UNANSWERED } from '../../src/client/patience.js';
import { installQuietRuntime } from '../../src/cli/shared/time-lapse.js';
import { createPanelkeeperClient, PanelkeeperError, type PanelkeeperClient } from '../../src/client.js';
import { startTimeSkipping } from '../../src/engine/time-skipping.js';
import { registerSearchAttributes } from '../../src/setup.js';
import { sampleService } from '../support/samples.js';

const LIMIT = { timeout: 60_000 };

describe('the client while no worker runs', () => {
  let env: TestWorkflowEnvironment;
  let client: PanelkeeperClient;
  before(async () => {
    installQuietRuntime();
    env = await startTimeSkipping(engineSettings());
    await registerSearchAttributes(env.connection, env.namespace ?? 'default');
    client = createPanelkeeperClient(env.client);
  }, LIMIT);
  after(() => env.teardown());

  it('answers that an opening is pending when the patience of the caller is over', LIMIT, async () => {
    const pending = { status: 'pending', ...UNANSWERED };
    assert.deepEqual(await client.openLicense(sampleService(), { patienceMs: 300 }), pending);
    assert.deepEqual(await client.openLicense(sampleService(), { patienceMs: 0 }), pending, 'again');
    const { status } = await env.client.workflow.getHandle('service-license/7').describe();
    assert.equal(status.name, 'RUNNING');
  });

  it('has opened a service whose call did not arrive in time', LIMIT, async () => {
    const lost: WorkflowClientInterceptor = {
      startUpdateWithStart: () =>
        Promise.reject(new WorkflowUpdateRPCTimeoutOrCancelledError('the call was lost')),
    };
    const { connection, options } = env.client;
    const temporal = new Client({
      connection,
      namespace: options.namespace,
      interceptors: { workflow: [lost] },
    });
    const { status } = await createPanelkeeperClient(temporal).openLicense(sampleService({ serviceId: '9' }));
    assert.equal(status, 'pending');
    assert.equal(
      (await env.client.workflow.getHandle('service-license/9').describe()).status.name,
      'RUNNING',
    );
  });

  it('answers that a closing is under way when the patience of the caller is over', LIMIT, async () => {
    assert.deepEqual(await client.closeService('7', { patienceMs: 300 }), {
      status: 'closing',
      ...UNANSWERED,
    });
  });

  it('says in time that nobody answers', LIMIT, async () => {
    const soon = { patienceMs: 100 };
    for (const call of [
      () => client.suspendService('7', soon),
      () => client.resumeService('7', soon),
      () => client.scheduleClose('7', null, soon),
      () => client.changeService('7', { serviceName: 'other' }, soon),
      () => client.renewKey('7', soon),
      () => client.resolveService('7', { action: 'retry' }, soon),
      () => client.getLicense('7', soon),
    ]) {
      await assert.rejects(call, {
        code: 'NotAnswered',
        message: 'no worker has answered yet for service 7; ask again at will',
      });
    }
    await client.wakeService('7', soon);
  });

  it('says that a service is unknown without needing a worker', LIMIT, async () => {
    for (const call of [
      () => client.closeService('8', { patienceMs: 300 }),
      () => client.suspendService('8'),
      () => client.resumeService('8'),
      () => client.getLicense('8'),
      () => client.wakeService('8'),
    ]) {
      await assert.rejects(call, { name: 'PanelkeeperError', code: 'ServiceUnknown' });
    }
  });

  it('gives an empty pool where no license was ever returned', LIMIT, async () => {
    const { free, claims } = await client.getPool('nobody');
    assert.deepEqual([free, claims], [[], {}]);
  });

  it('refuses a malformed service id in every call', LIMIT, async () => {
    const calls = [
      () => client.openLicense(sampleService({ serviceId: 'a b' })),
      () => client.closeService('a b'),
      () => client.suspendService(''),
      () => client.resumeService('a/b'),
      () => client.getLicense('a'.repeat(65)),
      () => client.wakeService('service-license/7'),
    ];
    for (const call of calls) {
      await assert.rejects(
        async () => await call(),
        (error) => {
          assert.ok(error instanceof PanelkeeperError && error.code === 'InvalidRequest');
          assert.match(error.message, /^serviceId: must be 1 to 64 letters, digits, "\.", "_" or "-"$/);
          return true;
        },
      );
    }
  });
});
