/**
 * A panelkeeper in real time: the dev server, a simulated license server, and workers, which can be
 * processes to be killed.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';

import { engineSettings } from '../../src/cli/shared/environment.js';
import { createPanelkeeperClient, type PanelkeeperClient } from '../../src/client.js';
import { startDevServer, type DevServer } from '../../src/engine/dev-server.js';
import { findProgram } from '../../src/engine/find-program.js';
import { missingSearchAttributes, registerSearchAttributes } from '../../src/setup.js';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.js';
import { temporaryFolder } from '../engine/temporary-folder.js';
import { startSampleWorkers } from '../support/sample-workers.js';
import { programOf } from '../support/typescript.js';

export const LIMIT = { timeout: 170_000 };
const RETENTION_MS = 3 * 86_400_000;

/**
 * Where a worker works: at which engine, on which license server, with its ledger in which folder.
 */
export interface WorkPlace {
  readonly address: string;
  readonly namespace: string;
  readonly folder: string;
  readonly simulator: Simulator;
}

/** What a test has for itself. */
export interface Place extends WorkPlace {
  readonly temporal: Client;
  readonly client: PanelkeeperClient;
}

/**
 * Starts one dev server for all tests of a `describe`, and gives each of them a namespace and a
 * simulator of its own.
 */
export function places(): (t: TestContext) => Promise<Place> {
  let server: DevServer;
  let count = 0;
  // Stopped before its folder goes.
  after(() => server.stop());
  const folder = temporaryFolder({ after });
  before(async () => (server = await startDevServerIn(folder)), LIMIT);
  return async (t) => {
    const { address } = server;
    const namespace = `test-${(count += 1)}`;
    const connection = await connectTo(t, address);
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(RETENTION_MS),
    });
    const own = temporaryFolder(t);
    const simulator = await simulatorIn(t, own);
    return { ...(await clientsOf(connection, namespace)), address, namespace, folder: own, simulator };
  };
}

/** Starts a dev server on the SQLite file of a folder, with the namespace `default`. */
export async function startDevServerIn(folder: string): Promise<DevServer> {
  const { path: program } = await findProgram('temporal', engineSettings());
  return await startDevServer({
    program,
    dbFilename: join(folder, 'temporal.db'),
    port: 0,
    uiPort: 0,
    namespace: 'default',
    logFile: join(folder, 'temporal.log'),
  });
}

export async function connectTo(t: TestContext, address: string): Promise<Connection> {
  const connection = await Connection.connect({ address });
  t.after(() => connection.close());
  return connection;
}

/**
 * Makes Temporal's client and panelkeeper's, with the search attributes registered where they are
 * missing.
 */
export async function clientsOf(
  connection: Connection,
  namespace: string,
): Promise<Pick<Place, 'temporal' | 'client'>> {
  const missing = await missingSearchAttributes(connection, namespace);
  if (missing.length > 0) await registerSearchAttributes(connection, namespace, missing);
  const temporal = new Client({ connection, namespace });
  return { temporal, client: createPanelkeeperClient(temporal) };
}

export async function simulatorIn(t: TestContext, folder: string): Promise<Simulator> {
  const simulator = await startSimulator({ dataFile: join(folder, 'simulator.db') });
  t.after(() => simulator.close());
  return simulator;
}

/** Starts the workers of the sample configuration in this process. */
export async function workersAt(
  t: TestContext,
  { address, namespace, folder, simulator }: WorkPlace,
  callsPerSecond?: number,
): Promise<void> {
  const workers = await startSampleWorkers({
    address,
    namespace,
    folder,
    simulatorUrl: simulator.url,
    callsPerSecond,
  });
  t.after(() => workers.stop());
}

/** Starts a worker process, to be killed, and waits until it polls. */
export async function workerProcess(
  t: TestContext,
  { address, namespace, folder, simulator }: WorkPlace,
): Promise<ChildProcess> {
  const { file, execArgv } = programOf(
    fileURLToPath(new URL('../support/worker-process.ts', import.meta.url)),
  );
  const child = fork(file, [address, namespace, simulator.url, folder], {
    execArgv,
  });
  t.after(() => child.kill('SIGKILL'));
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the worker ended before it was ready'))),
  ]);
  return child;
}

/** Ends a worker process in a way, and waits until it has. */
export async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/**
 * Waits for a fact, and fails at the limit of a test: a loop that goes on would keep the process
 * from ending.
 */
export async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  const endsAtMs = Date.now() + LIMIT.timeout;
  while (!(await fact())) {
    if (Date.now() > endsAtMs) throw new Error('what was waited for has not come');
    await delay(100);
  }
}
