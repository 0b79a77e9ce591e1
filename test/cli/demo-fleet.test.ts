import { describe, it } from 'node:test';

import { playsAlike } from './play-fleet.js';

const LIMIT = { timeout: 120_000 };

describe('the fleet of the demo', () => {
  it('costs the same and fills the pool, by the strictest rules', LIMIT, () =>
    playsAlike({ pool: 'lazy', changeLimit: { days: 31 } }),
  );
});
