/** `npm run chaos`: a fleet lives a year of simulated time while everything that can fail does. */
import { parseArgs } from 'node:util';

import type { ChangeLimitName } from './chaos-config.js';
import { liveAYear } from './live-a-year.js';
import { without } from './plants.js';
import { guardsNamed, printReport } from './report.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    services: { type: 'string', default: '40' },
    days: { type: 'string', default: '365' },
    /** How licenses are returned: eager or lazy. */
    pool: { type: 'string', default: 'eager' },
    /** How often an address may change: calendarMonth, monthAgo or days31. */
    'change-limit': { type: 'string', default: 'calendarMonth' },
    /** Guards to take away, so that something is found. */
    without: { type: 'string', multiple: true, default: [] },
    /** Whether lists show everything at once. */
    'honest-lists': { type: 'boolean', default: false },
    'no-restarts': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const [seed = 1, services = 40, days = 365] = [values.seed, values.services, values.days].map(Number);
const guards = guardsNamed(values.without);
const beganMs = Date.now();
const report = await liveAYear({
  seed,
  services,
  days,
  pool: values.pool === 'lazy' ? 'lazy' : 'eager',
  changeLimit: values['change-limit'] as ChangeLimitName,
  plants: without(...guards),
  honestLists: values['honest-lists'],
  restarts: !values['no-restarts'],
  progress: (day) => {
    if (process.stderr.isTTY) process.stderr.write(`\rday ${day} of ${days}`);
    else if (day % 10 === 0) console.error(`day ${day} of ${days}`);
  },
});
console.error(
  `${process.stderr.isTTY ? '\r\u001b[K' : ''}${Math.round((Date.now() - beganMs) / 1000)} seconds`,
);
process.exitCode = printReport(report, values.json);
