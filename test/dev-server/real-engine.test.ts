import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { NativeConnection, Worker } from '@temporalio/worker';

import { refuseOtherMachine, warnOfNewLedger } from '../../src/cli/shared/ledger-guard.js';
import { scheduleReconciliations } from '../../src/cli/shared/reconcile-schedule.js';
import { MAIN_TASK_QUEUE, serviceLicenseId } from '../../src/contract/ids.js';
import { reconcileId } from '../../src/contract/reconcile.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { resetToEarlier } from '../chaos/reset.js';
import { byHand } from '../support/by-hand.js';
import { sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { licensed } from '../support/time-lapse.js';
import { temporaryFolder } from '../engine/temporary-folder.js';
import {
  clientsOf,
  connectTo,
  end,
  LIMIT,
  places,
  simulatorIn,
  startDevServerIn,
  until,
  workerProcess,
  workersAt,
} from './real-time.js';

// What takes long here is waiting, so all of them wait at the same time.
describe('on a real engine', { concurrency: true }, () => {
  const begin = places();

  for (const [when, executed] of [
    ['before the license server executes it', false],
    ['after the license server has executed it', true],
  ] as const) {
    it(`an order is charged once when its worker is killed ${when}`, LIMIT, async (t) => {
      const place = await begin(t);
      const { client, simulator } = place;
      const first = await workerProcess(t, place);

      simulator.setFaults([
        { kind: 'delay', func: 'soft.order.param', only: 'write', delayMs: 3000, executed },
      ]);
      const opening = client.openLicense(sampleService(), { patienceMs: 0 });
      await until(() => simulator.faultCounts()[0]!.matched > 0);
      await end(first, 'SIGKILL');
      await opening;
      await workerProcess(t, place);
      await until(async () => (await client.getLicense('7')).state === 'active');

      const license = licensed(await client.openLicense(sampleService()));
      assert.equal(license.licenseId, '1001');
      assert.equal(simulator.charges().length, 1);
      assert.equal(simulator.licenses().length, 1);
    });
  }

  it('a service that is reset to its beginning finds its license and pays nothing', LIMIT, async (t) => {
    const place = await begin(t);
    const { temporal, client, simulator } = place;
    await workersAt(t, place);
    const license = licensed(await client.openLicense(sampleService()));

    const before = await temporal.workflow.getHandle(serviceLicenseId('7')).describe();
    assert.ok(await resetToEarlier(temporal, serviceLicenseId('7'), ([first]) => first!));
    await until(async () => (await client.getLicense('7')).state === 'active');
    const after = await temporal.workflow.getHandle(serviceLicenseId('7')).describe();
    assert.notEqual(after.runId, before.runId);
    const again = licensed(await client.openLicense(sampleService()));
    assert.deepEqual([again.licenseId, again.key], [license.licenseId, license.key]);
    assert.equal(simulator.charges().length, 1);
    assert.deepEqual(await client.closeService('7'), { status: 'closed' });
    assert.equal((await client.getPool('licenses')).free.length, 1);
  });

  for (const [when, at] of [
    ['in the middle', 0.5],
    ['at its latest Task', 1],
  ] as const) {
    it(`a service that is reset ${when}, and again, goes on and forgets nothing`, LIMIT, async (t) => {
      const place = await begin(t);
      const { temporal, client, simulator } = place;
      await workersAt(t, place);
      const workflowId = serviceLicenseId('7');
      const { licenseId } = licensed(await client.openLicense(sampleService()));
      const reset = async () => {
        await resetToEarlier(temporal, workflowId, (tasks) => tasks[Math.floor((tasks.length - 1) * at)]!);
        await client.wakeService('7');
        await until(async () => (await client.getLicense('7')).state === 'active');
      };
      await reset();
      await client.suspendService('7');
      await client.resumeService('7');
      await reset();
      assert.equal(licensed(await client.openLicense(sampleService())).licenseId, licenseId);
      assert.equal(simulator.charges().length, 1);
      await reset();
      assert.deepEqual(await client.closeService('7'), { status: 'closed' });
      assert.deepEqual(
        (await client.getPool('licenses')).free.map(({ licenseId: id }) => id),
        [licenseId],
      );
      const { events } = await temporal.workflow.getHandle(workflowId).fetchHistory();
      const failed = (events ?? []).flatMap(({ workflowTaskFailedEventAttributes: each }) =>
        each?.failure?.message?.includes('Nondeterminism') ? [each.failure.message] : [],
      );
      assert.deepEqual(failed, []);
    });
  }

  it(
    'a service that is reset and closed before it looks gives back what it has forgotten',
    LIMIT,
    async (t) => {
      const place = await begin(t);
      const { temporal, client, simulator } = place;
      await workersAt(t, place);
      await client.openLicense(sampleService());

      // The look before an order fails, so that nothing says that one was made.
      simulator.setFaults([{ kind: 'http-500', func: 'soft' }]);
      assert.ok(await resetToEarlier(temporal, serviceLicenseId('7'), ([first]) => first!));
      await until(async () => (await client.getLicense('7')).trouble !== undefined);
      assert.equal((await client.closeService('7', { patienceMs: 1000 })).status, 'closing');
      simulator.setFaults([]);
      await client.wakeService('7');
      assert.deepEqual(await client.closeService('7'), { status: 'closed' });
      const { free } = await client.getPool('licenses');
      assert.deepEqual(
        free.map(({ licenseId }) => licenseId),
        ['1001'],
      );
      assert.equal(simulator.charges().length, 1);
    },
  );

  it(
    'what the namespace has forgotten is told from what never was, and from what is left behind',
    LIMIT,
    async (t) => {
      const place = await begin(t);
      const { temporal, client, namespace } = place;
      await workersAt(t, place);
      const forget = async (serviceId: string) => {
        const workflowExecution = { workflowId: serviceLicenseId(serviceId) };
        await temporal.workflowService.deleteWorkflowExecution({ namespace, workflowExecution });
        await until(async () => {
          const described = temporal.workflow.getHandle(workflowExecution.workflowId).describe();
          return await described.then(
            () => false,
            () => true,
          );
        });
      };
      await client.openLicense(sampleService());
      await client.closeService('7');
      await forget('7');
      assert.deepEqual(await client.closeService('7'), { status: 'closed' });
      assert.deepEqual(await client.closeService('7'), { status: 'closed' });

      await client.openLicense(sampleService({ serviceId: '8', ip: '192.0.2.8', panel: '55227' }));
      await temporal.workflow.getHandle(serviceLicenseId('8')).terminate();
      await forget('8');
      await assert.rejects(client.closeService('8'), {
        code: 'ServiceUnknown',
        message: /license 1002 of licenses still carries its name: open it again, then close it$/,
      });
      await assert.rejects(client.closeService('9'), {
        code: 'ServiceUnknown',
        message: 'no service 9 is open, and none was',
      });
    },
  );

  it('a license that is suspended at its server is resumed by the daily comparison', LIMIT, async (t) => {
    const place = await begin(t);
    const { temporal, client, simulator } = place;
    const [server, ...others] = sampleConfig().licenseServers;
    const comparedEvery = (everyHours: number) =>
      scheduleReconciliations(temporal, {
        ...sampleConfig(),
        licenseServers: [{ ...server!, reconcile: { ...server!.reconcile, everyHours } }, ...others],
      });
    await workersAt(t, place);
    await client.openLicense(sampleService());
    await byHand(place, { func: 'soft.suspend', elid: '1001' });

    assert.deepEqual(await comparedEvery(24), [
      'licenses: compared every 24 h, and repaired where that is allowed',
    ]);
    await comparedEvery(24);
    const daily = temporal.schedule.getHandle(reconcileId('licenses'));
    const { spec } = await daily.describe();
    assert.deepEqual(
      spec.intervals?.map(({ every }) => every),
      [86_400_000],
    );
    const isResumed = () => simulator.licenses()[0]?.status === 'active';
    // It compares whom the list of Workflows shows, which lags a second behind.
    await until(async () => {
      if (!isResumed()) await daily.trigger();
      return isResumed();
    });
    assert.equal(simulator.charges().length, 1);

    await comparedEvery(0);
    await comparedEvery(0);
    await assert.rejects(daily.describe(), { name: 'ScheduleNotFoundError' });
  });

  it('a ledger in a file is not worked with beside a worker of another machine', LIMIT, async (t) => {
    const place = await begin(t);
    const refuses = () => refuseOtherMachine(place.temporal, place.namespace);
    await workersAt(t, place);
    await refuses();
    const connection = await NativeConnection.connect({ address: place.address });
    const elsewhere = await Worker.create({
      connection,
      namespace: place.namespace,
      taskQueue: MAIN_TASK_QUEUE,
      identity: '7@elsewhere',
      activities: { idle: () => Promise.resolve() },
    });
    const ends = elsewhere.run();
    t.after(async () => {
      elsewhere.shutdown();
      await ends;
      await connection.close();
    });
    await until(async () => (await refuses().catch((error: unknown) => error)) instanceof Error);
    await assert.rejects(refuses(), {
      name: 'ConnectionError',
      message: /^another machine has a worker for this namespace \(7@elsewhere\), and the ledger is a file/,
    });
  });

  it('a ledger that is new although services run is told of', LIMIT, async (t) => {
    const place = await begin(t);
    const told: string[] = [];
    const [used, fresh] = [
      await openLedger({ file: join(place.folder, 'ledger.db') }),
      await openLedger({ file: ':memory:' }),
    ];
    t.after(() => Promise.all([used.close(), fresh.close()]));
    await warnOfNewLedger(place.temporal, fresh, (message) => told.push(message));
    assert.equal(told.length, 0, 'nothing runs');
    await workersAt(t, place);
    licensed(await place.client.openLicense(sampleService()));
    await until(async () => {
      await warnOfNewLedger(place.temporal, fresh, (message) => told.push(message));
      return told.length > 0;
    });
    assert.match(told.join('\n'), /^THE LEDGER IS EMPTY although 1 services run/);
    await warnOfNewLedger(place.temporal, used, () => assert.fail('it has seen the payment'));
  });

  it('services are found by what their search attributes say', LIMIT, async (t) => {
    const place = await begin(t);
    const { client } = place;
    await workersAt(t, place);
    await client.openLicense(sampleService());
    await client.openLicense(sampleService({ serviceId: '8', ip: '192.0.2.8', panel: '55227' }));
    await client.suspendService('8');

    const found = async (where?: string) => {
      const ids: string[] = [];
      for await (const { serviceId } of client.listLicenses(where)) ids.push(serviceId);
      return ids.sort();
    };
    // A list shows what was written about a second ago.
    await until(async () => (await found("LicenseState = 'suspended'")).length === 1);
    assert.deepEqual(await found(), ['7', '8']);
    assert.deepEqual(await found("LicenseState = 'active'"), ['7']);
    assert.deepEqual(await found("LicensePanel = '55227'"), ['8']);
    assert.deepEqual(await found("LicenseId = '1001'"), ['7']);
    assert.deepEqual(await found("LicenseServer = 'licenses' OR LicenseServer = 'another'"), ['7', '8']);
    assert.deepEqual(await found(`LicensePaidUntil < '${new Date().toISOString()}'`), []);
    assert.deepEqual(await found(`LicensePaidUntil > '${new Date().toISOString()}'`), ['7', '8']);
    for await (const listed of client.listLicenses("LicenseState = 'active'")) {
      const { paidUntil, ...rest } = listed;
      assert.deepEqual(rest, {
        serviceId: '7',
        state: 'active',
        panel: 'billmanager6',
        licenseServer: 'licenses',
        licenseId: '1001',
      });
      assert.ok(paidUntil instanceof Date && paidUntil.getTime() > Date.now());
    }
    await client.closeService('7');
    await until(async () => (await found()).length === 1);
  });

  it(
    'services go on after the engine, the simulator and the worker were stopped and started',
    LIMIT,
    async (t) => {
      const folder = temporaryFolder(t);
      const start = async () => {
        const server = await startDevServerIn(folder);
        t.after(() => server.stop());
        const simulator = await simulatorIn(t, folder);
        const { address } = server;
        const { client } = await clientsOf(await connectTo(t, address), 'default');
        const worker = await workerProcess(t, { address, namespace: 'default', folder, simulator });
        return { server, simulator, client, worker };
      };
      const before = await start();
      const license = licensed(await before.client.openLicense(sampleService()));
      await end(before.worker, 'SIGTERM');
      await before.server.stop();
      await before.simulator.close();

      const { client: later, simulator: again } = await start();
      // A list still shows each value under its own name.
      await until(async () => {
        for await (const { serviceId, state, panel, licenseId } of later.listLicenses(
          "LicensePanel = 'billmanager6'",
        ))
          return [serviceId, state, panel, licenseId].join() === '7,active,billmanager6,1001';
        return false;
      });
      assert.deepEqual(licensed(await later.openLicense(sampleService())), license);
      assert.deepEqual(await later.closeService('7'), { status: 'closed' });
      assert.equal((await later.getPool('licenses')).free.length, 1);
      assert.equal(again.charges().length, 1);
    },
  );
});
