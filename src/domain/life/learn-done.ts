import { subjectOf, type CallKind } from './call.js';
import { without } from './changes.js';
import { learnAcquisition } from './learn-acquisition.js';
import { learnLicense } from './learn-license.js';
import { learnSurroundings } from './learn-surroundings.js';
import type { Life } from './life.js';
import type { CallOf, Done, Results } from './results.js';

/** How the result of each call changes a life, which has no call under way any more. */
export type Learners<K extends CallKind> = {
  readonly [Each in K]: (life: Life, call: CallOf<Each>, result: Results[Each], now: number) => Life;
};

const LEARNERS: Learners<CallKind> = { ...learnSurroundings, ...learnAcquisition, ...learnLicense };

/**
 * Brings the result of a call into a life; the trouble that this very call had is over, unless that
 * is what it brings.
 */
export function learnDone(life: Life, { call, result }: Done, now: number): Life {
  const learner = LEARNERS[call.kind] as (life: Life, call: unknown, result: unknown, now: number) => Life;
  const next = learner(life, call, result, now);
  const subject = subjectOf(call);
  const before = life.trouble[subject];
  // A result that is a refusal has made another trouble of it, which goes on counting.
  const isOver = before?.by === call.kind && next.trouble[subject] === before;
  return isOver ? { ...next, trouble: without(next.trouble, subject) } : next;
}
