/** A year of each kind of chaos: `npm run chaos` and `npm run chaos:kill` try other seeds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { liveAYear } from './live-a-year.js';
import { surviveKills } from './survive-kills.js';

const LIMIT = { timeout: 900_000 };
const YEAR = { seed: 11, services: 24, days: 365 };

describe('chaos', () => {
  for (const pool of ['eager', 'lazy'] as const) {
    it(`leaves all right in a year with a pool that is ${pool}`, LIMIT, async () => {
      const { charges, violations } = await liveAYear({ ...YEAR, pool });
      assert.deepEqual(violations, []);
      assert.ok(charges > 0);
    });
  }

  it('leaves all right when processes are killed in real time', LIMIT, async () => {
    const { faults, answersLost, charges, violations } = await surviveKills({ seed: 11, kills: 10 });
    assert.deepEqual(violations, []);
    assert.ok(charges > 0);
    // Which request is struck is up to the machine, but so many calls do not all come through.
    assert.ok(answersLost > 0 || faults['reset'], JSON.stringify(faults));
  });
});
