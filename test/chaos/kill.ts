/** `npm run chaos:kill`: processes are killed in real time while money is being spent. */
import { parseArgs } from 'node:util';

import { guardsNamed, printReport } from './report.js';
import { surviveKills } from './survive-kills.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '30' },
    /** Guards to take away, so that something is found. */
    without: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
  },
});
const beganMs = Date.now();
const report = await surviveKills({
  seed: Number(values.seed),
  kills: Number(values.kills),
  guards: guardsNamed(values.without),
  progress: (line) => console.error(line),
});
console.error(`${Math.round((Date.now() - beganMs) / 1000)} seconds`);
process.exitCode = printReport(report, values.json);
