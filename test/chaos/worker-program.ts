/** A worker in a process of its own, for the harness to kill. */
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';

import { openLedger } from '../../src/ledger/open-ledger.js';
import { startWorkers } from '../../src/worker.js';
import { BEHIND_MS, killConfig, type WorkerOrder } from './kill-config.js';
import { without } from './plants.js';

const order = JSON.parse(process.argv[2] ?? '') as WorkerOrder;
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {} } } });
const config = killConfig(order.licenseServerUrl);
const plants = without(...order.guards);
const now = () => Date.now() - BEHIND_MS;
const { ended } = await startWorkers({
  connection: await NativeConnection.connect({ address: order.address }),
  namespace: order.namespace,
  config: () => config,
  readSecret: () => 'secret',
  ledger: await openLedger({ file: order.ledgerFile }),
  // Ours agrees with the license server's, as it must before anything is paid.
  clock: { now, last: now },
  options: {
    maxCachedWorkflows: order.maxCachedWorkflows,
    interceptors: { activity: [...plants.interceptors] },
  },
  around: (access) => plants.around(access),
});
await ended;
