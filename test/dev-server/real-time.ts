/** A panelkeeper in real time: the dev server, a simulated license server, and workers in processes of their own. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { Client, Connection } from '@temporalio/client';

import { engineSettings } from '../../src/cli/shared/environment.js';
import { createPanelkeeperClient, type PanelkeeperClient } from '../../src/client.js';
import { startDevServer, type DevServer } from '../../src/engine/dev-server.js';
import { findProgram } from '../../src/engine/find-program.js';
import { missingSearchAttributes, registerSearchAttributes } from '../../src/setup.js';
import { startSimulator, type Simulator } from '../../src/simulator/simulator.js';

export const LIMIT = { timeout: 170_000 };
const NAMESPACE = 'default';

/** Starts a dev server on the SQLite file of a folder. */
export async function devServer(t: TestContext, folder: string): Promise<DevServer> {
  const { path: program } = await findProgram('temporal', engineSettings());
  const server = await startDevServer({
    program,
    dbFilename: join(folder, 'temporal.db'),
    port: 0,
    uiPort: 0,
    namespace: NAMESPACE,
    logFile: join(folder, 'temporal.log'),
  });
  t.after(() => server.stop());
  return server;
}

/** Connects panelkeeper's client. */
export async function connect(t: TestContext, server: DevServer): Promise<PanelkeeperClient> {
  return createPanelkeeperClient(await connectTemporal(t, server));
}

/** Connects Temporal's client, with the search attributes registered where they are missing. */
export async function connectTemporal(t: TestContext, { address }: DevServer): Promise<Client> {
  const connection = await Connection.connect({ address });
  t.after(() => connection.close());
  const missing = await missingSearchAttributes(connection, NAMESPACE);
  if (missing.length > 0) await registerSearchAttributes(connection, NAMESPACE, missing);
  return new Client({ connection, namespace: NAMESPACE });
}

export async function simulatorIn(t: TestContext, folder: string): Promise<Simulator> {
  const simulator = await startSimulator({ dataFile: join(folder, 'simulator.db') });
  t.after(() => simulator.close());
  return simulator;
}

/** Where a worker keeps its ledger, and how many calls it makes in a second; as many as it can unless told. */
export interface WorkerPlace {
  readonly folder: string;
  readonly callsPerSecond?: number;
}

/** Starts a worker process and waits until it polls. */
export async function workerProcess(
  t: TestContext,
  { address }: DevServer,
  { url }: Simulator,
  place: string | WorkerPlace,
): Promise<ChildProcess> {
  const { folder, callsPerSecond }: WorkerPlace = typeof place === 'string' ? { folder: place } : place;
  const script = fileURLToPath(new URL('../support/worker-process.ts', import.meta.url));
  const child = fork(script, [address, url, folder, String(callsPerSecond ?? '')], {
    execArgv: ['--import', import.meta.resolve('tsx')],
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

/** Waits for a fact, and fails at the limit of a test: a loop that goes on would keep the process from ending. */
export async function until(fact: () => boolean | Promise<boolean>): Promise<void> {
  const endsAtMs = Date.now() + LIMIT.timeout;
  while (!(await fact())) {
    if (Date.now() > endsAtMs) throw new Error('what was waited for has not come');
    await delay(100);
  }
}
