/** A simulator in a process of its own, for a test to kill. */
import { startSimulator } from '../../src/simulator/simulator.js';

const [, , dataFile = ''] = process.argv;
const { url } = await startSimulator({ dataFile });
process.send?.(url);
