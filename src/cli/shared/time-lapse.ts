import {
  DefaultLogger,
  makeTelemetryFilterString,
  Runtime,
  type ActivityInterceptorsFactory,
} from '@temporalio/worker';
import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { createPanelkeeperClient, type PanelkeeperClient } from '../../client.js';
import { withSimulator, type Config } from '../../config.js';
import type { EngineSettings } from '../../engine/engine-settings.js';
import { startTimeSkipping } from '../../engine/time-skipping.js';
import type { Ledger } from '../../ledger/ledger.js';
import { openLedger } from '../../ledger/open-ledger.js';
import { registerSearchAttributes } from '../../setup.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator/simulator.js';
import { startWorkers, type RunningWorkers, type WorkerSettings } from '../../worker.js';
import { readSecret } from './environment.js';

/**
 * A whole panelkeeper whose engine skips time: years pass in seconds, on a simulated license
 * server.
 */
export interface TimeLapse {
  readonly env: TestWorkflowEnvironment;
  readonly simulator: Simulator;
  readonly client: PanelkeeperClient;
  readonly config: Config;
  readonly ledger: Ledger;
  /** Lets so much time pass, with all that falls due in it. */
  advance(ms: number): Promise<void>;
  /** Stops the workers and starts new ones, as a deployment does. */
  restartWorkers(): Promise<void>;
  stop(): Promise<void>;
}

export interface TimeLapseOptions extends Pick<WorkerSettings, 'options' | 'around'> {
  readonly config: Config;
  readonly engine: EngineSettings;
  readonly simulator?: Omit<SimulatorOptions, 'now' | 'port'>;
}

/**
 * Starts the engine that skips time, a simulated license server on the engine's clock, and the
 * workers.
 */
export async function startTimeLapse(options: TimeLapseOptions): Promise<TimeLapse> {
  installQuietRuntime();
  const env = await startTimeSkipping(options.engine);
  // The clock of the simulator is read at each of its answers, so that the client on the other side
  // sees the same one.
  let lastMs = await env.currentTimeMs();
  const now = async () => (lastMs = await env.currentTimeMs());
  // It is gone with the time lapse, so that no payment has to wait for a disk.
  const ledger = await openLedger({ file: ':memory:' });
  const simulator = await startSimulator({ ...options.simulator, now });
  const config = withSimulator(options.config, simulator.url);
  const namespace = env.namespace ?? 'default';
  await registerSearchAttributes(env.connection, namespace);
  const start = (): Promise<RunningWorkers> =>
    startWorkers({
      connection: env.nativeConnection,
      namespace,
      config: () => config,
      readSecret,
      ledger,
      clock: { now, last: () => lastMs },
      engine: 'skipsTime',
      // Workflows run in this very thread: one of their own takes longer to start than most lives
      // take to be lived. It has no detector of Workflows that never yield; workers elsewhere have
      // it.
      options: {
        debugMode: true,
        ...options.options,
        interceptors: {
          ...options.options?.interceptors,
          activity: [reading(now), ...(options.options?.interceptors?.activity ?? [])],
        },
      },
      around: options.around,
    });
  let workers = await start();
  return {
    env,
    simulator,
    config,
    ledger,
    client: createPanelkeeperClient(env.client),
    advance: (ms) => env.sleep(ms),
    restartWorkers: async () => {
      await workers.stop();
      workers = await start();
    },
    stop: async () => {
      await workers.stop();
      await simulator.close();
      await env.teardown();
      await ledger.close();
    },
  };
}

let installed = false;

/** The runtime of the SDK can be installed once in a process, before its first use. */
export function installQuietRuntime(): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    // Forwarded, it comes to stderr: stdout is for what programs read.
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  });
}

/** Reads the clock before each Activity, as one that calls nobody would else see an old one. */
function reading(now: () => Promise<number>): ActivityInterceptorsFactory {
  return () => ({
    inbound: {
      execute: async (input, next) => {
        await now();
        return await next(input);
      },
    },
  });
}
