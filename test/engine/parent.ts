// A process that starts two engines and ends in the way that its second argument names; started by
// dev-server.test.ts.
import { dirname, join } from 'node:path';
import { spawnEngine } from '../../src/engine/engine-process.js';

const [program = '', ending] = process.argv.slice(2);
for (const log of ['log-1', 'log-2']) await spawnEngine(program, [], join(dirname(program), log));
setTimeout(() => {
  if (ending === 'exit') process.exit(0);
  if (ending === 'uncaught error') throw new Error('not foreseen');
}, 300);
