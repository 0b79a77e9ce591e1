import { describe, it } from 'node:test';

import { playsAlike } from './play-fleet.js';

const LIMIT = { timeout: 120_000 };

describe('the fleet of the demo', () => {
  for (const pool of ['eager', 'lazy'] as const) {
    for (const changeLimit of ['monthAgo', 'calendarMonth', { days: 31 }] as const) {
      const rules = { pool, changeLimit };
      it(`costs the same and fills the pool with ${JSON.stringify(rules)}`, LIMIT, () => playsAlike(rules));
    }
  }
});
