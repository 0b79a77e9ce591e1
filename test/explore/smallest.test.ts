/**
 * The smallest exploration, which takes a second or two: what the tests of changed sources can
 * afford to run for each of them.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Explorer } from './explore.js';
import { REAL_RULES } from './rules.js';
import { SMALLEST, worldsOf } from './scenes.js';

const LIMIT = 20_000;

describe('a life', () => {
  for (const scene of SMALLEST) {
    const { messages, faults } = scene;
    it(`keeps its promises with ${messages} messages and ${faults} faults`, { timeout: 60_000 }, () => {
      const { violations, isComplete } = new Explorer(REAL_RULES, LIMIT).explore(worldsOf(scene));
      assert.deepEqual(violations, []);
      assert.ok(isComplete);
    });
  }
});
