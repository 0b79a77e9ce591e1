/** The workers of the sample configuration, on an engine in real time. */
import { join } from 'node:path';

import { NativeConnection } from '@temporalio/worker';

import { readSecret } from '../../src/cli/shared/environment.js';
import { installQuietRuntime } from '../../src/cli/shared/time-lapse.js';
import { withSimulator } from '../../src/config.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { startWorkers, type RunningWorkers } from '../../src/worker.js';
import { sampleConfig } from './sample-config.js';

export interface SampleWorkers {
  readonly address: string;
  readonly namespace: string;
  readonly simulatorUrl: string;
  /** Holds the ledger. */
  readonly folder: string;
  /** As the sample says unless told. */
  readonly callsPerSecond?: number;
}

/** Starts them, and closes their connection and ledger when they end. */
export async function startSampleWorkers(settings: SampleWorkers): Promise<RunningWorkers> {
  const { address, namespace, simulatorUrl, folder, callsPerSecond } = settings;
  installQuietRuntime();
  const connection = await NativeConnection.connect({ address });
  const sample = withSimulator(sampleConfig(), simulatorUrl);
  const config = {
    ...sample,
    licenseServers: sample.licenseServers.map((server) => ({
      ...server,
      callsPerSecond: callsPerSecond ?? server.callsPerSecond,
    })),
  };
  const ledger = await openLedger({ file: join(folder, 'ledger.db') });
  const workers = await startWorkers({ connection, namespace, config: () => config, readSecret, ledger });
  const closedAfter = async () => {
    try {
      await workers.ended;
    } finally {
      await connection.close();
      await ledger.close();
    }
  };
  const ended = closedAfter();
  return {
    ended,
    stop: async () => {
      await workers.stop();
      await ended;
    },
  };
}
