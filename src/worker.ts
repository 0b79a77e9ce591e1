/** The composition root: configuration, clients, Activities, Workers. */
import { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import { Worker, type WorkerOptions } from '@temporalio/worker';

import {
  createLicenseServerActivities,
  createMainActivities,
  createSurveyActivities,
} from './activities/index.js';
import { conversation } from './activities/conversation.js';
import type { Clock, LicenseServerAccess } from './activities/license/license-server-access.js';
import { beatOf, BEATS_PASSED_EVERY_MS, passLine } from './activities/pass-line.js';
import { clientPrices } from './activities/payments/expected-price.js';
import { priceFinder } from './activities/payments/price-finder.js';
import { createLicenseServer } from './billmanager/create-license-server.js';
import type { LicenseServer } from './billmanager/license-server.js';
import type { Config, LicenseServerConfig, Secret } from './config.js';
import { licenseServerTaskQueue, MAIN_TASK_QUEUE } from './contract/ids.js';
import type { Ledger } from './ledger/ledger.js';
import { missingSearchAttributes } from './setup.js';
import { workflowBundle, type Engine } from './workflow-bundle.js';

export interface WorkerSettings {
  readonly connection: NativeConnection;
  readonly namespace: string;
  /** Gives the configuration in force; asked at each decision. */
  readonly config: () => Config;
  /**
   * Reads a secret where the configuration says that it is kept; asked at each call, so that it can
   * be rotated.
   */
  readonly readSecret: (secret: Secret) => string;
  /** Where each intent to pay is recorded before the call. */
  readonly ledger: Ledger;
  /**
   * The machine's clock unless told; the one that license servers' own is compared with must not
   * wait.
   */
  readonly clock?: Clock & { readonly last: () => number };
  /** What the Workflows run on: a Temporal Service, unless told that it skips time. */
  readonly engine?: Engine;
  readonly options?: Pick<WorkerOptions, 'maxCachedWorkflows' | 'interceptors' | 'debugMode'>;
  /**
   * Wraps what the Activities of a license server reach, to watch it or to break it; it is reached
   * as it is unless told.
   */
  readonly around?: (access: LicenseServerAccess) => LicenseServerAccess;
}

export interface RunningWorkers {
  /**
   * Ends when all Workers have: after `stop`, a signal to the process, or with the error of the
   * first that failed.
   */
  readonly ended: Promise<void>;
  /**
   * Takes no new work, lets calls under way finish, and closes the connections to the license
   * servers.
   */
  stop(): Promise<void>;
}

/** Starts a Worker for the Workflows and one for each license server of the configuration. */
export async function startWorkers(settings: WorkerSettings): Promise<RunningWorkers> {
  const { connection, namespace, config, options, around = asItIs } = settings;
  await requireSearchAttributes(connection, namespace);
  const licenseServers = config().licenseServers.map((server) => ({
    callsPerSecond: server.callsPerSecond,
    access: around(accessTo(server, settings)),
  }));
  const common = {
    connection,
    namespace,
    shutdownGraceTime: LONGEST_CALL_MS,
    interceptors: options?.interceptors,
  } satisfies Partial<WorkerOptions>;
  const ourSide = { client: new Client({ connection, namespace }), catalogue: config };
  const workers = [
    await Worker.create({
      ...common,
      ...options,
      taskQueue: MAIN_TASK_QUEUE,
      workflowBundle: await workflowBundle(settings.engine),
      activities: createMainActivities(ourSide),
    }),
    ...(await Promise.all(
      licenseServers.map(({ access, callsPerSecond }) =>
        Worker.create({
          ...common,
          taskQueue: licenseServerTaskQueue(access.name),
          activities: {
            ...createLicenseServerActivities(access),
            ...createSurveyActivities(access, ourSide),
          },
          maxTaskQueueActivitiesPerSecond: callsPerSecond,
          maxHeartbeatThrottleInterval: BEATS_PASSED_EVERY_MS,
          interceptors: {
            ...options?.interceptors,
            // Innermost: what others see is what the Workflow gets.
            activity: [...(options?.interceptors?.activity ?? []), conversation(access.settleMs)],
          },
        }),
      ),
    )),
  ];
  const stopAll = () =>
    workers.filter((worker) => worker.getState() === 'RUNNING').forEach((worker) => worker.shutdown());
  const runAll = async () => {
    try {
      await Promise.all(workers.map((worker) => worker.run().finally(stopAll)));
    } finally {
      await Promise.all(licenseServers.map(({ access }) => access.server.close()));
    }
  };
  const ended = runAll();
  return {
    ended,
    stop: async () => {
      stopAll();
      await ended;
    },
  };
}

async function requireSearchAttributes(connection: NativeConnection, namespace: string): Promise<void> {
  const missing = await missingSearchAttributes(connection, namespace).catch((error: unknown) => {
    // The server that skips time can register search attributes but not list them.
    if ((error as { code?: unknown }).code === GRPC_UNIMPLEMENTED) return [];
    throw error;
  });
  if (missing.length === 0) return;
  const names = missing.join(', ');
  throw new Error(
    `namespace ${namespace} lacks the search attributes ${names}: run \`panelkeeper setup\` first`,
  );
}

const GRPC_UNIMPLEMENTED = 12;

/** As long as an Activity may take: a call under way is never cut off by a shutdown. */
const LONGEST_CALL_MS = 240_000;

function accessTo(config: LicenseServerConfig, settings: WorkerSettings): LicenseServerAccess {
  const { name, timeZone, changeLimit, pool, reconcile, spendingLimits, settleMinutes } = config;
  const { maxPriceIncreasePercent } = config;
  const { connection, namespace, ledger, clock = MACHINE_CLOCK } = settings;
  const server = connectLicenseServer(config, { readSecret: settings.readSecret, now: clock.last });
  const settleMs = settleMinutes * 60_000;
  return {
    name,
    server,
    timeZone,
    changeLimit,
    returnMode: pool,
    reconcile,
    ledger,
    clock,
    settleMs,
    limits: { ...spendingLimits, maxPriceIncreasePercent },
    priceOf: priceFinder(server, clock),
    askedOfClients: clientPrices(settings.config),
    passLine: passLine(beatOf(new Client({ connection, namespace }))),
  };
}

const asItIs = (access: LicenseServerAccess): LicenseServerAccess => access;

const MACHINE_CLOCK = { now: () => Date.now(), last: () => Date.now() };

/** Connects to a license server as its part of the configuration says. */
export function connectLicenseServer(
  config: LicenseServerConfig,
  { readSecret, now }: Pick<WorkerSettings, 'readSecret'> & { readonly now?: () => number },
): LicenseServer {
  const { url, username, password, format, caFile } = config;
  const { errorRules, platformPriceLists, orderParameters, subaccount, chargesFunction, chargeFields } =
    config;
  const answerMs = config.answerSeconds * 1000;
  return createLicenseServer({
    url,
    username,
    password: () => readSecret(password),
    format,
    ca: caFile === undefined ? undefined : readSecret({ file: caFile }),
    timeouts: { connectMs: config.connectSeconds * 1000, headersMs: answerMs, totalMs: answerMs },
    keyWaitMs: config.keyWaitSeconds * 1000,
    maxClockSkewMs: config.maxClockSkewSeconds * 1000,
    errorRules,
    platformPriceLists,
    orderParameters,
    subaccount,
    chargesFunction,
    chargeFields,
    now,
  });
}
