/** A short exploration: `npm run explore` is the long one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Explorer } from './explore.js';
import { GUARDS } from './guards.js';
import { REAL_RULES } from './rules.js';
import { SHORT, worldsOf } from './scenes.js';
import { unseenOf } from './to-be-seen.js';

const LIMIT = 400_000;

describe('the life of a license', () => {
  it('keeps its promises in every interleaving of a message and a fault', { timeout: 120_000 }, () => {
    const explored = SHORT.map((scene) => new Explorer(REAL_RULES, LIMIT).explore(worldsOf(scene)));
    assert.deepEqual(
      explored.flatMap(({ violations }) => violations),
      [],
    );
    assert.ok(explored.every(({ isComplete }) => isComplete));
    const seen = new Set(explored.flatMap((each) => [...each.seen]));
    assert.deepEqual(unseenOf(seen, 'short'), [], 'never happened');
  });

  it('breaks a promise when a call is not withdrawn any more', { timeout: 60_000 }, () => {
    const [scene] = SHORT;
    const { violations } = new Explorer(GUARDS['withdrawal']!, LIMIT).explore(
      worldsOf({ ...scene!, starts: ['free'] }),
    );
    assert.ok(violations.some(({ what }) => what.startsWith('1 ')));
  });
});
