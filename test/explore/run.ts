/** Runs an exploration: `npm run explore -- --json --short --without <guard>`. */
import { parseArgs } from 'node:util';

import { Explorer, type Violation } from './explore.js';
import { GUARDS } from './guards.js';
import { REAL_RULES } from './rules.js';
import { LONG, SHORT, worldsOf } from './scenes.js';
import { unseenOf } from './to-be-seen.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    without: { type: 'string' },
    scene: { type: 'string' },
    limit: { type: 'string', default: '800000' },
  },
});

const guard = values.without === undefined ? undefined : GUARDS[values.without];
if (values.without !== undefined && !guard) {
  process.stderr.write(`no such guard; there are ${Object.keys(GUARDS).join(', ')}\n`);
  process.exit(2);
}
const rules = guard ?? REAL_RULES;
const scenes = (values.short ? SHORT : LONG).filter(
  (_, index) => values.scene === undefined || values.scene === String(index),
);

const say = (line: string) => {
  if (!values.json) process.stdout.write(`${line}\n`);
};
const seen = new Set<string>();
const violations: Violation[] = [];
const bound: string[] = [];
let states = 0;
let transitions = 0;
for (const scene of scenes) {
  const beganAt = performance.now();
  const done = new Explorer(rules, Number(values.limit)).explore(worldsOf(scene));
  const { services, messages, faults, setting } = scene;
  const words = `${services} services, ${messages} messages, ${faults} faults, ${setting.name}`;
  bound.push(done.isComplete ? words : `${words} (cut)`);
  states += done.states;
  transitions += done.transitions;
  for (const each of done.seen) seen.add(each);
  violations.push(...done.violations);
  const seconds = Math.round((performance.now() - beganAt) / 100) / 10;
  say(`${bound.at(-1)!}: ${done.states} states, ${done.transitions} transitions, ${seconds} s`);
  for (const { what, count, trace } of done.violations) say(`\n${what} (${count})\n  ${trace.join('\n  ')}`);
}
const unseen = unseenOf(seen, values.short ? 'short' : 'long');
say(`\n${states} states, ${transitions} transitions, ${violations.length} violations`);
if (unseen.length > 0) say(`not seen: ${unseen.join('; ')}`);
if (values.json) {
  const result = { states, transitions, bound, seen: [...seen].sort(), unseen, violations };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
process.exitCode = violations.length > 0 || unseen.length > 0 ? 1 : 0;
