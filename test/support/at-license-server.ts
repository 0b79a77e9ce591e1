/**
 * The Activities of one license server, run as a worker runs them, against a simulator over HTTP.
 */
import type { TestContext } from 'node:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';

import { createLicenseServerActivities, type LicenseServerActivities } from '../../src/activities/index.js';
import { conversation } from '../../src/activities/conversation.js';
import type { LicenseServerAccess } from '../../src/activities/license/license-server-access.js';
import { priceFinder } from '../../src/activities/payments/price-finder.js';
import { createLicenseServer } from '../../src/billmanager/create-license-server.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/simulator.js';

export interface AtLicenseServer {
  readonly simulator: Simulator;
  readonly access: LicenseServerAccess;
  /** Runs an Activity by its name. */
  readonly run: <Name extends keyof LicenseServerActivities>(
    name: Name,
    ...args: Parameters<LicenseServerActivities[Name]>
  ) => ReturnType<LicenseServerActivities[Name]>;
  /** Lets so much time pass for everybody. */
  readonly pass: (ms: number) => void;
}

/** Starts a simulator and gives the Activities that speak with it; it is 15 January 2041, noon. */
export async function atLicenseServer(
  t: TestContext,
  options: SimulatorOptions = {},
  changes: Partial<LicenseServerAccess> = {},
): Promise<AtLicenseServer> {
  let nowMs = Date.UTC(2041, 0, 15, 12);
  const now = () => nowMs;
  const simulator = await startSimulator({ ...options, now });
  const folder = await mkdtemp(join(tmpdir(), 'panelkeeper-test-'));
  const ledger = await openLedger({ file: join(folder, 'ledger.db') });
  const server = createLicenseServer({
    url: simulator.url,
    username: 'provider',
    password: () => 'secret',
    keyWaitMs: 100,
    now,
  });
  t.after(async () => {
    await server.close();
    await simulator.close();
    await ledger.close();
    await rm(folder, { recursive: true });
  });
  const access: LicenseServerAccess = {
    name: 'licenses',
    server,
    timeZone: 'UTC',
    changeLimit: 'monthAgo',
    returnMode: 'eager',
    ledger,
    limits: { perServicePerDay: {}, perHour: {}, perDay: {} },
    clock: { now },
    settleMs: 10 * 60_000,
    priceOf: priceFinder(server, { now }),
    passLine: () => Promise.resolve(),
    ...changes,
  };
  const activities = createLicenseServerActivities(access);
  return {
    simulator,
    access,
    run: (name, ...args) =>
      inConversation(access).run(activities[name] as never, ...args) as ReturnType<
        LicenseServerActivities[typeof name]
      >,
    pass: (ms) => (nowMs += ms),
  };
}

/**
 * Makes an environment whose Activities run as on the Worker of this license server's Task Queue.
 */
export function inConversation({ settleMs }: Pick<LicenseServerAccess, 'settleMs'>): MockActivityEnvironment {
  return new MockActivityEnvironment({}, { interceptors: [conversation(settleMs)] });
}

/** Checks that an Activity fails by a type, as Workflows know it. */
export function failsAs(type: string): (error: unknown) => true {
  return (error) => {
    if (error instanceof ApplicationFailure && error.type === type) return true;
    throw error;
  };
}
