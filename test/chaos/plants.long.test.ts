/** Every planted bug is found, or covered for by another guard. */
import { describe, it } from 'node:test';

import { LIFE_LIMIT } from '../support/time-lapse.js';
import { COVERED, FOUND, isCovered, isFound, named } from './plant-trials.js';

describe('a life without some guards', () => {
  for (const trial of FOUND) {
    const { breaks, keeps } = trial;
    it(`breaks ${breaks}${keeps ? `, and not ${keeps}` : ''}: ${named(trial)}`, LIFE_LIMIT, () =>
      isFound(trial),
    );
  }

  for (const trial of COVERED) {
    it(`breaks nothing: ${named(trial)}`, LIFE_LIMIT, () => isCovered(trial));
  }
});
