// A worker in a process of its own, to be killed; started by the tests on the dev server.
import { join } from 'node:path';

import { NativeConnection } from '@temporalio/worker';

import { readSecret } from '../../src/cli/shared/environment.js';
import { installQuietRuntime } from '../../src/cli/shared/time-lapse.js';
import { withSimulator } from '../../src/config.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { startWorkers } from '../../src/worker.js';
import { sampleConfig } from './sample-config.js';

const [address = '', simulatorUrl = '', folder = '', callsPerSecond = ''] = process.argv.slice(2);
installQuietRuntime();
const connection = await NativeConnection.connect({ address });
const sample = withSimulator(sampleConfig(), simulatorUrl);
const config = {
  ...sample,
  licenseServers: sample.licenseServers.map((server) =>
    callsPerSecond === '' ? server : { ...server, callsPerSecond: Number(callsPerSecond) },
  ),
};
const ledger = await openLedger({ file: join(folder, 'ledger.db') });
const workers = await startWorkers({
  connection,
  namespace: 'default',
  config: () => config,
  readSecret,
  ledger,
});
process.once('SIGTERM', () => void workers.stop());
process.send?.('ready');
await workers.ended;
// What is open keeps the process alive.
await connection.close();
await ledger.close();
if (process.connected) process.disconnect();
