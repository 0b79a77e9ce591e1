import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';

import { poolActivities } from '../src/activities/messages/pool.js';
import { ConcurrencyLimit } from '../src/activities/messages/concurrency-limit.js';
import { engineSettings } from '../src/cli/shared/environment.js';
import { installQuietRuntime } from '../src/cli/shared/time-lapse.js';
import { licensePoolId, MAIN_TASK_QUEUE } from '../src/contract/ids.js';
import { packPool } from '../src/contract/packed-pool.js';
import { emptyPool } from '../src/domain/pool/pool-state.js';
import { startDevServer } from '../src/engine/dev-server.js';
import { findProgram } from '../src/engine/find-program.js';
import { workflowBundle } from '../src/workflow-bundle.js';
import { echoUpdate } from './bare-echo.js';
import { interleaved, median, range, type BenchResult } from './result.js';
import { PRICE_LISTS, samplePool } from './sample-pool.js';

const ROUNDS = 6;
const HAND_OUTS = 300;
const GOAL = '>= 0.75 of the Updates of a bare entity; none lost, no limit seen';

/**
 * G18: hand-outs by the pool against Updates of a bare entity, both through Continue-As-New, on one
 * real engine.
 */
export async function poolHandOuts(): Promise<BenchResult> {
  const engine = engineSettings();
  const program = await findProgram('temporal', engine).catch((error: unknown) => String(error));
  if (typeof program === 'string')
    return { id: 'G18', value: 0, goal: GOAL, verdict: 'skipped', how: `no engine: ${program}` };
  installQuietRuntime();
  const folder = await mkdtemp(join(tmpdir(), 'panelkeeper-bench-'));
  const server = await startDevServer({
    program: program.path,
    dbFilename: join(folder, 'temporal.db'),
    logFile: join(folder, 'temporal.log'),
    port: 0,
    uiPort: 0,
    namespace: 'default',
    searchAttributes: { LicenseState: 'Keyword' },
  });
  try {
    return await measure(server.address);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(address: string): Promise<BenchResult> {
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const client = new Client({ connection });
  const workers = await startTwoWorkers(native);
  const running = Promise.all(workers.map((worker) => worker.run()));
  try {
    const { claimLicense } = poolActivities(client, () => CATALOGUE);
    const priceList = PRICE_LISTS[0] ?? fail();
    await startPool(client, 'bench', 10_000);
    let asked = 0;
    const handOut = (licenseServer: string, at: number) =>
      claimLicense(licenseServer, `pk/${at}/bench.1`, { priceList, ip: `10.0.${at % 250}.${at % 240}` });
    const limit = new ConcurrencyLimit(8);
    const ours = () => timed(() => handOut('bench', (asked += 1)));
    const bare = () => timed(() => limit.run(() => echo(client, `k${(asked += 1)}`)));
    const rounds = await interleaved(ROUNDS, ours, bare);
    const herd = await twoHundredOnFifty(client, handOut);
    const ratios = rounds.map((round) => round.bare / round.ours);
    const ratio = median(ratios);
    const perSecond = (HAND_OUTS * 1000) / median(rounds.map((round) => round.ours));
    return {
      id: 'G18',
      value: Number(ratio.toFixed(3)),
      goal: GOAL,
      verdict: ratio >= 0.75 && herd.isRight ? 'reached' : 'missed',
      how:
        `median of ${ROUNDS} interleaved rounds of ${HAND_OUTS} (${range(ratios)}), ${perSecond.toFixed(0)} hand-outs a second from a pool of 10,000, ` +
        `all ${(ROUNDS + 1) * HAND_OUTS} answered over several runs of the pool; ${herd.inWords}`,
    };
  } finally {
    workers.forEach((worker) => worker.shutdown());
    await running;
    await connection.close();
    await native.close();
  }
}

/** No license is of use to two, and whoever gets none buys. */
async function twoHundredOnFifty(
  client: Client,
  handOut: (licenseServer: string, at: number) => Promise<{ kind: string; license?: { licenseId: string } }>,
) {
  await startPool(client, 'herd', 250);
  const choices = await Promise.all(Array.from({ length: 200 }, (_, at) => handOut('herd', at)));
  const granted = choices.flatMap(({ license }) => license?.licenseId ?? []);
  const isRight = granted.length === 50 && new Set(granted).size === 50;
  return {
    isRight,
    inWords: `200 at once on 50 that fit: ${new Set(granted).size} licenses given, ${200 - granted.length} to buy`,
  };
}

async function startPool(client: Client, licenseServer: string, size: number): Promise<void> {
  const free = samplePool(size, Infinity).map((license) => ({ ...license, usableAtMs: 0 }));
  await client.workflow.start('licensePool', {
    workflowId: licensePoolId(licenseServer),
    taskQueue: MAIN_TASK_QUEUE,
    args: [{ licenseServer, carried: packPool({ ...emptyPool(licenseServer), free }) }],
  });
}

async function echo(client: Client, key: string): Promise<unknown> {
  const startWorkflowOperation = new WithStartWorkflowOperation('bareEcho', {
    workflowId: 'bare-echo',
    taskQueue: ECHO_TASK_QUEUE,
    args: [],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  const args: [string, unknown] = [key, { priceList: '55382', ip: '10.0.0.1' }];
  return await client.workflow.executeUpdateWithStart(echoUpdate, { args, startWorkflowOperation });
}

async function timed(call: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await Promise.all(Array.from({ length: HAND_OUTS }, call));
  return performance.now() - begin;
}

async function startTwoWorkers(connection: NativeConnection): Promise<Worker[]> {
  const workflowsPath = fileURLToPath(new URL('./bare-echo.ts', import.meta.url));
  const settings = { connection, maxCachedWorkflows: 100 };
  return [
    await Worker.create({
      ...settings,
      taskQueue: MAIN_TASK_QUEUE,
      workflowBundle: await workflowBundle(),
      activities: IDLE,
    }),
    await Worker.create({
      ...settings,
      taskQueue: ECHO_TASK_QUEUE,
      workflowBundle: await bundleWorkflowCode({ workflowsPath, logger: QUIET }),
    }),
  ];
}

const ECHO_TASK_QUEUE = 'bare-echo';
const CATALOGUE = { processingModules: [], enumerations: [] } as unknown as Parameters<
  typeof poolActivities
>[1] extends () => infer T
  ? T
  : never;
const nothing = () => undefined;
const QUIET = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
const IDLE = { isClaimHeld: () => Promise.resolve(true) };

function fail(): never {
  throw new Error('no price list');
}
