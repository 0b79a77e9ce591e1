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

/** Brings the result of a call into a life; the trouble that this very call had is over. */
export function learnDone(life: Life, { call, result }: Done, now: number): Life {
  const subject = subjectOf(call);
  const isOver = life.trouble[subject]?.by === call.kind;
  const calm = isOver ? { ...life, trouble: without(life.trouble, subject) } : life;
  const learner = LEARNERS[call.kind] as (life: Life, call: unknown, result: unknown, now: number) => Life;
  return learner(calm, call, result, now);
}
