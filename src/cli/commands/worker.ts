import { Command } from 'commander';
import { Client } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';

import { FileError, isSimulated, SIMULATED, type Config } from '../../config.js';
import { startWorkers, type RunningWorkers } from '../../worker.js';
import { followedConfig } from '../shared/config-file.js';
import { refuseOtherMachine, warnOfNewLedger } from '../shared/ledger-guard.js';
import { configuredLedger, ledgerPlace } from '../shared/ledger-place.js';
import { connectWorker, temporalSettings, type TemporalSettings } from '../shared/connection.js';
import { configPath, readConfig, readSecret } from '../shared/environment.js';

/**
 * Builds `panelkeeper worker`: runs the workers against a Temporal Service until it is interrupted.
 */
export function workerCommand(): Command {
  return new Command('worker')
    .description('run the workers against a Temporal Service, until interrupted')
    .action(async () => {
      const config = followedConfig(readRealConfig, (message) => console.error(message));
      const settings = temporalSettings();
      const workers = await runWorkers(config, settings);
      console.log(
        `workers are running for namespace ${settings.namespace} at ${settings.connectionOptions.address}`,
      );
      await workers.ended;
    });
}

function readRealConfig(): Config {
  const config = readConfig();
  if (!isSimulated(config)) return config;
  throw new FileError(
    `${configPath()}: a license server with url "${SIMULATED}" is for \`panelkeeper start\` only`,
  );
}

/** Starts the workers; SIGINT and SIGTERM make them finish the calls under way and end. */
export async function runWorkers(config: () => Config, settings: TemporalSettings): Promise<RunningWorkers> {
  // A secret that cannot be read is found now, not at the first payment.
  for (const { password } of config().licenseServers) readSecret(password);
  Runtime.install({
    logger: new DefaultLogger('WARN', (entry) => {
      // The Workers of license servers are meant to have none.
      if (entry.message.startsWith('No workflows registered')) return;
      console.error(`${entry.level} ${entry.message}`, entry.meta ?? '');
    }),
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) } },
  });
  const ledger = configuredLedger(config());
  const connection = await connectWorker(settings);
  const close = async () => {
    await connection.close();
    await ledger.close();
  };
  try {
    const { namespace } = settings;
    const client = new Client({ connection, namespace });
    if ('file' in ledgerPlace(config())) await refuseOtherMachine(client, namespace);
    await warnOfNewLedger(client, ledger, (message) => console.error(message)).catch(
      // That the ledger cannot be read is told when it is needed; nothing is paid meanwhile.
      (error: unknown) => console.error(error instanceof Error ? error.message : error),
    );
    const workers = await startWorkers({ connection, namespace, config, readSecret, ledger });
    const closedAfter = async () => {
      try {
        await workers.ended;
      } finally {
        await close();
      }
    };
    return { ...workers, ended: closedAfter() };
  } catch (error) {
    await close();
    throw error;
  }
}
