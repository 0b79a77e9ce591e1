/** What an exploration takes for the machine: the real one, or one without a guard. */
import { decide } from '../../src/domain/life/decide.js';
import type { Fact } from '../../src/domain/life/fact.js';
import { learn } from '../../src/domain/life/learn.js';
import type { Life } from '../../src/domain/life/life.js';
import type { Step } from '../../src/domain/life/step.js';

export interface Rules {
  readonly decide: (life: Life, now: number) => Step;
  readonly learn: (life: Life, fact: Fact, now: number) => Life;
  /** A message takes a call back that is not wanted any more. */
  readonly withdraws: boolean;
  /** A payment looks first, and one that may be in flight is not made again. */
  readonly looks: boolean;
  /** Nothing is given up for lost while a call to it may still arrive. */
  readonly forfeitWaits: boolean;
}

export const REAL_RULES: Rules = { decide, learn, withdraws: true, looks: true, forfeitWaits: true };
