/** Runs an exploration: `npm run explore -- --json --short --without <guard>`. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { Explorer, type Exploration, type Violation } from './explore.js';
import { GUARDS } from './guards.js';
import { REAL_RULES } from './rules.js';
import { LONG, SHORT, worldsOf, type Scene } from './scenes.js';
import { unseenOf } from './to-be-seen.js';

/** What a process tells of the scene that it has explored. */
type Told = Omit<Exploration, 'seen'> & { readonly seen: readonly string[]; readonly seconds: number };

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
const scenes = values.short ? SHORT : LONG;

if (values.scene !== undefined && process.send) {
  process.send(explored(scenes[Number(values.scene)]!));
  process.disconnect();
} else await exploreAll();

function explored(scene: Scene): Told {
  const beganAt = performance.now();
  const { seen, ...rest } = new Explorer(rules, Number(values.limit)).explore(worldsOf(scene));
  const seconds = Math.round((performance.now() - beganAt) / 100) / 10;
  return { ...rest, seen: [...seen], seconds };
}

/**
 * Explores each scene in a process of its own, as many at a time as there are cores, the longest
 * first.
 */
async function exploreAll(): Promise<void> {
  const seen = new Set<string>();
  const violations: Violation[] = [];
  const bound: string[] = [];
  let [states, transitions] = [0, 0];
  const wanted = [...scenes.keys()].filter((at) => [undefined, String(at)].includes(values.scene)).reverse();
  const next = async (): Promise<void> => {
    for (let at = wanted.shift(); at !== undefined; at = wanted.shift()) {
      const told = await inItsProcess(at);
      const { services, messages, faults, setting } = scenes[at]!;
      const words = `${services} services, ${messages} messages, ${faults} faults, ${setting.name}`;
      const line = told.isComplete ? words : `${words} (cut)`;
      bound.push(line);
      states += told.states;
      transitions += told.transitions;
      for (const each of told.seen) seen.add(each);
      violations.push(...told.violations);
      say(`${line}: ${told.states} states, ${told.transitions} transitions, ${told.seconds} s`);
      for (const { what, count, trace } of told.violations)
        say(`\n${what} (${count})\n  ${trace.join('\n  ')}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, next));
  // One scene alone does not see it all.
  const unseen = values.scene === undefined ? unseenOf(seen, values.short ? 'short' : 'long') : [];
  say(`\n${states} states, ${transitions} transitions, ${violations.length} violations`);
  if (unseen.length > 0) say(`not seen: ${unseen.join('; ')}`);
  if (values.json) {
    const result = { states, transitions, bound, seen: [...seen].sort(), unseen, violations };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
  process.exitCode = violations.length > 0 || unseen.length > 0 ? 1 : 0;
}

async function inItsProcess(scene: number): Promise<Told> {
  const child = fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), '--scene', String(scene)]);
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`scene ${scene} ended early`)));
  const [told] = (await Promise.race([once(child, 'message'), ended])) as [Told];
  return told;
}

function say(line: string): void {
  if (!values.json) process.stdout.write(`${line}\n`);
}
