/** Bugs that are planted are found, each alone or together with the guard that rightly covers for it (`docs/chaos.md`). */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { bundleWorkflows } from '../../src/worker.js';
import { LIFE_LIMIT } from '../support/time-lapse.js';
import { liveAYear } from './live-a-year.js';
import { without, type Guard } from './plants.js';

/** Some lives with the seed of their schedule; a bug shows where a fault strikes just then, so several are tried. */
interface Trial {
  readonly without: readonly Guard[];
  readonly seeds: readonly number[];
  readonly days?: number;
}

const FOUND: readonly (Trial & { readonly breaks: string })[] = [
  // An order that was executed is never found; the license server's own rule keeps a second one from being charged, ...
  { without: ['lookUp'], seeds: [2, 3, 1], breaks: 'Licensed' },
  // ... and without that one it is.
  { without: ['lookUp', 'addressRule'], seeds: [2, 3, 1], breaks: 'ChargedOnce' },
  { without: ['ruleOut', 'addressRule'], seeds: [2, 3, 1], breaks: 'ChargedOnce' },
  { without: ['precondition'], seeds: [2, 4, 5], breaks: 'NotTooEarly' },
  { without: ['precondition', 'readBack'], seeds: [1, 2, 3], breaks: 'NotTooEarly' },
  { without: ['claimKey'], seeds: [6, 9, 5, 7], days: 60, breaks: 'BoundOnce' },
];

const COVERED: readonly Trial[] = [
  { without: [], seeds: [1, 2, 3] },
  // The next try looks at the expiry before it pays.
  { without: ['readBack'], seeds: [1, 2, 3] },
  // An answer that was lost is mostly read back.
  { without: ['precondition'], seeds: [1] },
  // Whoever loses the ledger pays nothing twice.
  { without: ['ledger'], seeds: [1, 2, 3] },
];

describe('a life without some guards', () => {
  let workflowBundle: { code: string };
  before(async () => {
    workflowBundle = await bundleWorkflows();
  }, LIFE_LIMIT);

  async function rulesBroken({ without: guards, days = 35 }: Trial, seed: number): Promise<string[]> {
    const options = { seed, services: 4, days, restarts: false, workflowBundle };
    const { violations } = await liveAYear({ ...options, plants: without(...guards) });
    return violations.map(({ rule, message }) => `${rule}: ${message}`);
  }

  for (const trial of FOUND) {
    it(`breaks ${trial.breaks}: without ${trial.without.join(' and ')}`, LIFE_LIMIT, async () => {
      const seen: string[] = [];
      for (const seed of trial.seeds) {
        seen.push(...(await rulesBroken(trial, seed)));
        if (seen.some((violation) => violation.startsWith(trial.breaks))) return;
      }
      assert.fail(`not found; seen are ${seen.join('; ') || 'none'}`);
    });
  }

  for (const trial of COVERED) {
    it(
      `breaks nothing: without ${trial.without.join(' and ') || 'anything missing'}`,
      LIFE_LIMIT,
      async () => {
        for (const seed of trial.seeds) assert.deepEqual(await rulesBroken(trial, seed), []);
      },
    );
  }
});
