import { createHash } from 'node:crypto';

type Part = string | number;

/**
 * Gives a number in [0, 1) that is decided by what it is about and by nothing else: no order of
 * calls changes it.
 */
export function chance(...about: readonly Part[]): number {
  return createHash('sha256').update(about.join('/')).digest().readUInt32BE(0) / 2 ** 32;
}

/** A sequence of chances about one thing. */
export interface Dice {
  /** A number in [low, high). */
  readonly between: (low: number, high: number) => number;
  /** Whether something of this probability comes true. */
  readonly happens: (probability: number) => boolean;
  readonly pick: <T>(choices: readonly T[]) => T;
}

export function diceFor(...about: readonly Part[]): Dice {
  let thrown = 0;
  const next = () => chance(...about, thrown++);
  return {
    between: (low, high) => low + next() * (high - low),
    happens: (probability) => next() < probability,
    pick: (choices) => choices[Math.floor(next() * choices.length)] as (typeof choices)[number],
  };
}
