// A worker in a process of its own, to be killed; started by the tests on the dev server.
import { startSampleWorkers } from './sample-workers.js';

const [address = '', namespace = '', simulatorUrl = '', folder = ''] = process.argv.slice(2);
const workers = await startSampleWorkers({ address, namespace, simulatorUrl, folder });
process.once('SIGTERM', () => void workers.stop());
process.send?.('ready');
await workers.ended;
// What is open keeps the process alive.
if (process.connected) process.disconnect();
