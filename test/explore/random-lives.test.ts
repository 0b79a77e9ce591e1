/** Longer lives than can all be visited: drawn at random, against the same promises. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { isContested, isGood } from './invariants.js';
import { movesOf, started, type Move } from './moves.js';
import { REAL_RULES } from './rules.js';
import { LIVED, worldsOf } from './scenes.js';
import type { World } from './world.js';

const LIMIT = { timeout: 120_000 };
const RUNS = 80;
/** So many moves by which everything comes to rest, once nothing fails and nobody says anything. */
const TO_REST = 10_000;

interface Lived {
  readonly world: World;
  readonly way: readonly string[];
}

/** Lives by choices, and gives the end of it; throws what is broken, with the way to it. */
function live(start: World, choices: readonly number[]): Lived {
  let last = started(start, 'start', REAL_RULES);
  const way = [last.label];
  for (const choice of choices) {
    const moves = movesOf(last.world, REAL_RULES);
    if (moves.length === 0) break;
    last = moves[choice % moves.length]!;
    way.push(last.label);
    keepsPromises(last, way);
  }
  return { world: last.world, way };
}

function keepsPromises({ violations }: Move, way: readonly string[]): void {
  assert.deepEqual(violations, [], way.join('\n'));
}

/** Goes on with a kind license server until all is well. */
function comesToRest({ world: start, way: before }: Lived): void {
  let world: World = { ...start, messages: 0, faults: 0, mood: null };
  const way = [...before];
  for (let count = 0; count < TO_REST; count += 1) {
    if (isGood(world) || isContested(world)) return;
    const [next] = movesOf(world, REAL_RULES).filter(({ isKind }) => isKind);
    if (!next) break;
    way.push(next.label);
    keepsPromises(next, way);
    world = next.world;
  }
  const ends = world.seats.map(({ life: { wish, held, acquiring, trouble } }) => ({
    wish,
    held,
    acquiring,
    trouble,
  }));
  const known = JSON.stringify({ ends, items: world.items }, null, 1);
  assert.fail(
    `does not become well:\n${before.concat('...').join('\n')}\n${way.slice(-20).join('\n')}\n${known}`,
  );
}

describe('a long life', () => {
  for (const scene of LIVED) {
    const { setting, services } = scene;
    it(
      `keeps its promises with whatever comes, and becomes well: ${services} services, ${setting.name}`,
      LIMIT,
      () => {
        const starts = worldsOf(scene);
        const property = fc.property(
          fc.nat({ max: starts.length - 1 }),
          fc.array(fc.nat({ max: 1000 }), { minLength: 30, maxLength: 200 }),
          (at, choices) => comesToRest(live(starts[at]!, choices)),
        );
        fc.assert(property, { numRuns: RUNS, includeErrorInReport: true });
      },
    );
  }
});
