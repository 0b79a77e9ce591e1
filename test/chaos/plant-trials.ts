/**
 * Bugs that are planted, each alone or together with the guard that rightly covers for it
 * (`docs/chaos.md`).
 */
import assert from 'node:assert/strict';

import { liveAYear } from './live-a-year.js';
import { without, type Guard } from './plants.js';

/**
 * Some lives with the seed of their schedule; a bug shows where a fault strikes just then, so
 * several are tried.
 */
export interface Trial {
  readonly without: readonly Guard[];
  readonly seeds: readonly number[];
  readonly days?: number;
  readonly honestLists?: boolean;
}

export interface Found extends Trial {
  readonly breaks: string;
  /** What another guard still keeps. */
  readonly keeps?: string;
}

export const FOUND: readonly Found[] = [
  // A list that lags behind is believed where nothing else can be asked.
  { without: ['addressRule'], seeds: [2, 5, 3], breaks: 'ChargedOnce' },
  // The license server refuses the order itself, which the ledger takes for its end.
  { without: ['ruleOut'], seeds: [1, 2, 3], breaks: 'LedgerKnowsEnd', keeps: 'ChargedOnce' },
  { without: ['precondition'], seeds: [9, 4, 5], breaks: 'NotTooEarly' },
  { without: ['precondition', 'readBack'], seeds: [1, 4, 5], breaks: 'NotTooEarly' },
  { without: ['claimKey'], seeds: [6, 9, 5, 7], days: 60, breaks: 'BoundOnce' },
];

export const COVERED: readonly Trial[] = [
  { without: [], seeds: [1, 3] },
  // An order in doubt is looked for by a call of its own, which asks the ledger too, before it is
  // made again.
  { without: ['lookUp'], seeds: [2, 3] },
  { without: ['lookUp', 'addressRule'], honestLists: true, seeds: [3, 1] },
  // The next try looks at the expiry before it pays.
  { without: ['readBack'], seeds: [1, 3] },
  // Whoever loses the ledger pays nothing twice: by the looks, and where a list lags behind by the
  // address.
  { without: ['ledger'], seeds: [1, 3] },
  { without: ['ledger', 'addressRule'], honestLists: true, seeds: [1, 3] },
  { without: ['addressRule'], honestLists: true, seeds: [1, 3] },
];

/** Says in the name of a test what is missing. */
export const named = ({ without: guards, honestLists }: Trial): string =>
  `without ${guards.join(' and ') || 'anything missing'}${honestLists ? ', where lists show everything at once' : ''}`;

/** Lives without some guards, and gives the rules that were broken with what is said of each. */
async function rulesBroken(trial: Trial, seed: number): Promise<string[]> {
  const { without: guards, days = 35, honestLists = false } = trial;
  const options = { seed, services: 4, days, honestLists, restarts: false };
  const { violations } = await liveAYear({ ...options, plants: without(...guards) });
  return violations.map(({ rule, message }) => `${rule}: ${message}`);
}

/**
 * Asserts that a planted bug is found in one of the lives, and what another guard keeps all the
 * same.
 */
export async function isFound({ breaks, keeps, ...trial }: Found): Promise<void> {
  const seen: string[] = [];
  const isBroken = (rule: string) => seen.some((violation) => violation.startsWith(rule));
  for (const seed of trial.seeds) {
    seen.push(...(await rulesBroken(trial, seed)));
    if (isBroken(breaks)) break;
  }
  assert.ok(isBroken(breaks), `not found; seen are ${seen.join('; ') || 'none'}`);
  assert.ok(keeps === undefined || !isBroken(keeps), seen.join('; '));
}

/** Asserts that nothing is broken where another guard covers for the missing ones. */
export async function isCovered(trial: Trial): Promise<void> {
  for (const seed of trial.seeds) assert.deepEqual(await rulesBroken(trial, seed), []);
}
