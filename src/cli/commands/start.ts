import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Client, Connection } from '@temporalio/client';
import { Command } from 'commander';

import { createPanelkeeperClient } from '../../client.js';
import { FileError, type Config } from '../../config.js';
import { startDevServer, type DevServer } from '../../engine/dev-server.js';
import { endOrphan } from '../../engine/orphan.js';
import { findProgram } from '../../engine/find-program.js';
import type { Ledger } from '../../ledger/ledger.js';
import { SCOPES } from '../../ledger/tokens.js';
import { missingSearchAttributes, registerSearchAttributes } from '../../setup.js';
import { startSimulator, type Simulator } from '../../simulator/simulator.js';
import { followedConfig } from '../shared/config-file.js';
import { temporalSettings, type TemporalSettings } from '../shared/connection.js';
import {
  configFile,
  currentConfig,
  dataFolder,
  engineSettings,
  simulatorControlPort,
  simulatorPort,
  simulatorUrl,
} from '../shared/environment.js';
import { lockFolder } from '../shared/lock-folder.js';
import { configuredLedger } from '../shared/ledger-place.js';
import { wholeNumber } from '../shared/whole-number.js';
import { scheduleReconciliations } from '../shared/reconcile-schedule.js';
import { GATEWAY_PORT, listening, openGateway } from './gateway.js';
import { runWorkers } from './worker.js';

interface StartFlags {
  readonly port: string;
  readonly uiPort: string;
  readonly apiPort: number;
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
    .option('--api-port <number>', 'port of the HTTP API', wholeNumber, GATEWAY_PORT)
    .action(async (flags: StartFlags) => {
      const config = currentConfig();
      const unlock = lockFolder(dataFolder());
      let simulator: Simulator | undefined;
      let engine: DevServer | undefined;
      let connection: Connection | undefined;
      try {
        simulator = usesSimulator(config) ? await startPersistentSimulator() : undefined;
        engine = temporalSettings().isNamed ? undefined : await startEngine(flags);
        const settings = temporalSettings(engine?.address);
        const { namespace, connectionOptions } = settings;
        connection = await Connection.connect(connectionOptions);
        const temporal = new Client({ connection, namespace });
        await setUp(temporal, connection, config);
        const workers = await runWorkers(
          followedConfig(currentConfig, (message) => console.error(message)),
          settings,
        );
        const api = await startGateway(temporal, connection, config, flags.apiPort);
        try {
          console.log(greeting({ config, settings, apiUrl: api.url, engine, simulator }));
          await Promise.race([
            workers.ended,
            ...(engine ? [engine.died.then((error) => Promise.reject(error))] : []),
          ]);
        } finally {
          await api.close();
        }
      } finally {
        await connection?.close();
        await simulator?.close();
        await engine?.stop();
        unlock();
      }
    });
}

async function startEngine({ port, uiPort }: StartFlags): Promise<DevServer> {
  const engine = { ...engineSettings(), progress: (line: string) => console.error(line) };
  const { path: program } = await findProgram('temporal', engine);
  const dbFilename = join(dataFolder(), 'temporal.db');
  const orphan = await endOrphan(dbFilename);
  if (orphan !== undefined)
    console.error(`ended the engine of a start before (process ${orphan}), which was left behind`);
  return await startDevServer({
    program,
    dbFilename,
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
  }).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    throw new FileError(
      `port ${simulatorPort()} or ${simulatorControlPort()} of the simulated license server is taken: PANELKEEPER_SIMULATOR_PORT names others`,
    );
  });
}

/** Serves the HTTP API on this machine alone, with a token in the data folder to try it with. */
async function startGateway(
  temporal: Client,
  connection: Connection,
  config: Config,
  port: number,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const ledger = configuredLedger(config);
  const app = await openGateway({ client: createPanelkeeperClient(temporal), ledger, connection });
  const close = async () => {
    await app.close();
    await ledger.close();
  };
  try {
    await requireToken(ledger);
    return { url: await listening(app, { host: '127.0.0.1', port }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes a token once, and keeps it where only the user of this machine can read it. */
async function requireToken({ tokens }: Ledger): Promise<void> {
  const text = existsSync(tokenFile()) ? readFileSync(tokenFile(), 'utf8').trim() : '';
  if (text !== '' && (await tokens.find(text))) return;
  const { token } = await tokens.create('start', SCOPES, Date.now());
  writeFileSync(tokenFile(), `${token}\n`, { mode: 0o600 });
}

function tokenFile(): string {
  return join(dataFolder(), 'token');
}

async function setUp(temporal: Client, connection: Connection, config: Config): Promise<void> {
  const { namespace } = temporal.options;
  const missing = await missingSearchAttributes(connection, namespace);
  if (missing.length > 0) await registerSearchAttributes(connection, namespace, missing);
  await scheduleReconciliations(temporal, config);
}

interface Running {
  readonly config: Config;
  readonly settings: TemporalSettings;
  readonly apiUrl: string;
  readonly engine: DevServer | undefined;
  readonly simulator: Simulator | undefined;
}

function greeting({ config, settings, apiUrl, engine, simulator }: Running): string {
  const panel = config.enumerations[0]?.values[0]?.internalName ?? '';
  const { address } = settings.connectionOptions;
  const ledger = config.ledger ? 'the database of the configuration' : join(dataFolder(), 'ledger.db');
  const elsewhere = address === '127.0.0.1:7233' ? '' : `TEMPORAL_ADDRESS=${address} `;
  return [
    'panelkeeper is running; Ctrl-C stops it, and what it knows stays.',
    `  Configuration   ${configFile()}`,
    `  Data folder     ${resolve(dataFolder())}`,
    `  Ledger          ${ledger}`,
    `  Temporal        ${address}, namespace ${settings.namespace}`,
    ...(engine ? [`  Temporal UI     ${engine.uiUrl}`] : []),
    ...(simulator ? [`  License server  ${simulator.url} (simulated: nothing costs money)`] : []),
    ...(simulator?.controlUrl
      ? [`  Its control     ${simulator.controlUrl}; panelkeeper simulate control --help`]
      : []),
    `  HTTP API        ${apiUrl}, described by ${apiUrl}/openapi.json`,
    'Open a service, in another terminal:',
    `  curl -X PUT ${apiUrl}/v1/services/6 -H "Authorization: Bearer $(cat ${tokenFile()})" \\`,
    `    --json '{"ip": "192.0.2.6", "panel": "${panel}", "servicePeriodMonths": 1}'`,
    'or with the command line:',
    `  ${elsewhere}npx panelkeeper open --service 7 --name vps7 --ip 192.0.2.7 --panel ${panel} --period 1`,
  ].join('\n');
}
