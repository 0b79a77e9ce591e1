import { join } from 'node:path';

import { Client, Connection } from '@temporalio/client';
import { Command } from 'commander';

import type { Config } from '../../config.js';
import { startDevServer, type DevServer } from '../../engine/dev-server.js';
import { findProgram } from '../../engine/find-program.js';
import { missingSearchAttributes, registerSearchAttributes } from '../../setup.js';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { temporalSettings, type TemporalSettings } from '../shared/connection.js';
import {
  currentConfig,
  dataFolder,
  engineSettings,
  simulatorControlPort,
  simulatorPort,
  simulatorUrl,
  variable,
} from '../shared/environment.js';
import { scheduleReconciliations } from '../shared/reconcile-schedule.js';
import { followedConfig } from '../shared/config-file.js';
import { runWorkers } from './worker.js';

interface StartFlags {
  readonly port: string;
  readonly uiPort: string;
}

/**
 * Builds `panelkeeper start`: everything in one process, kept in the data folder, until it is
 * interrupted.
 */
export function startCommand(): Command {
  return new Command('start')
    .description(
      'run the embedded engine with its UI, a simulated license server where one is wanted, and the workers',
    )
    .option('--port <number>', 'port of the embedded engine', '7233')
    .option('--ui-port <number>', "port of the embedded engine's UI", '8233')
    .action(async (flags: StartFlags) => {
      const config = currentConfig();
      const engine = variable('TEMPORAL_ADDRESS') === undefined ? await startEngine(flags) : undefined;
      const simulator = usesSimulator(config) ? await startPersistentSimulator() : undefined;
      try {
        const settings = temporalSettings(engine?.address);
        await setUp(settings, config);
        const workers = await runWorkers(
          followedConfig(currentConfig, (message) => console.error(message)),
          settings,
        );
        console.log(greeting(config, settings, engine, simulator));
        await Promise.race([
          workers.ended,
          ...(engine ? [engine.died.then((error) => Promise.reject(error))] : []),
        ]);
      } finally {
        await simulator?.close();
        await engine?.stop();
      }
    });
}

async function startEngine({ port, uiPort }: StartFlags): Promise<DevServer> {
  const engine = { ...engineSettings(), progress: (line: string) => console.error(line) };
  const { path: program } = await findProgram('temporal', engine);
  return await startDevServer({
    program,
    dbFilename: join(dataFolder(), 'temporal.db'),
    logFile: join(dataFolder(), 'temporal.log'),
    port: Number(port),
    uiPort: Number(uiPort),
    namespace: temporalSettings().namespace,
  });
}

/**
 * Says whether a license server of the configuration is to be simulated, now that it has its
 * address.
 */
function usesSimulator({ licenseServers }: Config): boolean {
  return licenseServers.some(({ url }) => url === simulatorUrl());
}

async function startPersistentSimulator(): Promise<Simulator> {
  return await startSimulator({
    port: simulatorPort(),
    controlPort: simulatorControlPort(),
    dataFile: join(dataFolder(), 'simulator.db'),
  });
}

async function setUp({ connectionOptions, namespace }: TemporalSettings, config: Config): Promise<void> {
  const connection = await Connection.connect(connectionOptions);
  try {
    const missing = await missingSearchAttributes(connection, namespace);
    if (missing.length > 0) await registerSearchAttributes(connection, namespace, missing);
    await scheduleReconciliations(new Client({ connection, namespace }), config);
  } finally {
    await connection.close();
  }
}

function greeting(
  config: Config,
  settings: TemporalSettings,
  engine?: DevServer,
  simulator?: Simulator,
): string {
  const panel = config.enumerations[0]?.values[0]?.internalName ?? '';
  const { address } = settings.connectionOptions;
  const elsewhere = address === '127.0.0.1:7233' ? '' : `TEMPORAL_ADDRESS=${address} `;
  return [
    'panelkeeper is running; Ctrl-C stops it, and what it knows stays.',
    `  Temporal        ${address}, namespace ${settings.namespace}`,
    ...(engine ? [`  Temporal UI     ${engine.uiUrl}`] : []),
    ...(simulator ? [`  License server  ${simulator.url} (simulated: nothing costs money)`] : []),
    ...(simulator?.controlUrl
      ? [`  Its control     ${simulator.controlUrl}; panelkeeper simulate control --help`]
      : []),
    'Open a service, in another terminal:',
    `  ${elsewhere}npx panelkeeper open --service 7 --name vps7 --ip 192.0.2.7 --panel ${panel} --period 1`,
  ].join('\n');
}
