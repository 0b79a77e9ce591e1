/**
 * A short run of each kind of chaos: `npm run test:long`, `chaos` and `chaos:kill` are the long
 * ones.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { LIFE_LIMIT } from '../support/time-lapse.js';
import { liveAYear } from './live-a-year.js';
import { surviveKills } from './survive-kills.js';

const SHORT = { services: 4, days: 26 };

describe('chaos', () => {
  it('leaves every payment and every license right in simulated time', LIFE_LIMIT, async () => {
    const { faults, answersLost, charges, violations } = await liveAYear({
      ...SHORT,
      seed: 11,
      pool: 'lazy',
    });
    assert.deepEqual(violations, []);
    assert.ok(charges > 0 && answersLost > 0, `${answersLost} answers lost, ${charges} charges`);
    const kinds = [
      'attempt-lost-during',
      'cut-body',
      'repeated-call',
      'restart',
      'short-list',
      'stale-list',
      'http-503',
    ];
    const unseen = kinds.filter((kind) => !faults[kind]);
    assert.deepEqual(unseen, [], 'faults that did not happen');
  });

  it('leaves them right when processes are killed in real time', { timeout: 400_000 }, async () => {
    const { charges, violations } = await surviveKills({ seed: 1, kills: 1 });
    assert.deepEqual(violations, []);
    assert.ok(charges > 0);
  });
});
