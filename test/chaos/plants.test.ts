/** A planted bug, so that the chaos is known to see: `npm run test:long` plants them all. */
import { describe, it } from 'node:test';

import { LIFE_LIMIT } from '../support/time-lapse.js';
import { FOUND, isFound, named } from './plant-trials.js';

describe('a life without some guards', () => {
  const found = FOUND.find(({ without }) => without.join() === 'precondition,readBack');

  it(`pays too early: ${named(found!)}`, LIFE_LIMIT, () => isFound(found!));
});
