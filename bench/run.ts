/**
 * `npm run bench -- --only G18,G19,G23 --json`: each ratio with its bare counterpart, measured in
 * one run.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import { poolChoice } from './pool-choice.js';
import { poolHandOuts } from './pool-hand-outs.js';
import { poolMoney } from './pool-money.js';
import { poolSize } from './pool-size.js';
import type { BenchResult } from './result.js';

const BENCHES: Readonly<Record<string, () => BenchResult | Promise<BenchResult>>> = {
  G18: poolHandOuts,
  G19: poolChoice,
  G23: poolSize,
};

const { values } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const ids = values.only?.split(',') ?? Object.keys(BENCHES);

console.error(
  `load average ${loadavg()
    .map((load) => load.toFixed(2))
    .join(', ')}; ratios are of rounds that take turns`,
);
const results: BenchResult[] = [];
for (const id of ids) {
  const bench = BENCHES[id];
  if (!bench) throw new Error(`no benchmark ${id}; there are ${Object.keys(BENCHES).join(', ')}`);
  results.push(await bench());
}
console.error(poolMoney());
if (values.json) console.log(JSON.stringify(results, null, 2));
else
  for (const { id, value, goal, verdict, how } of results)
    console.log(`${id}  ${verdict}  ${value} (goal ${goal})\n     ${how}`);
