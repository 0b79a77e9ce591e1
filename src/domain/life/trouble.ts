import { planRenewal } from '../base/renewal.js';
import { leavesDoubt, traitsOf, type MetFailure } from '../base/failures.js';
import type { CallKind, Subject } from './call.js';
import type { Life } from './life.js';

/** A call that could not be done, and until when it is waited. */
export interface Trouble {
  readonly by: CallKind;
  readonly failure: MetFailure;
  /** The words of whoever refused, without secrets. */
  readonly message: string;
  readonly sinceMs: number;
  readonly metAtMs: number;
  readonly tries: number;
  readonly untilMs: number;
  /**
   * What the balance has to reach, in minor units, for the service to go on, until the watch of the
   * license server knows of it; else `null`.
   */
  readonly amountMinor: number | null;
  /** The pool was asked for another license since. */
  readonly poolWasAsked: boolean;
}

export type Troubles = Readonly<Partial<Record<Subject, Trouble>>>;

/** A failure as a call met it. */
export interface Met {
  readonly failure: MetFailure;
  readonly message: string;
  /** How long to wait before the next try (ms), where whoever failed knows it. */
  readonly retryAfterMs?: number;
  /** What could not be paid, in minor units, where a payment itself was refused. */
  readonly amountMinor?: number;
}

const MINUTE_MS = 60_000;

/** In the emergency before expiry no wait is longer than this. */
export const EMERGENCY_WAIT_MS = 10 * MINUTE_MS;

/**
 * Decides how long a failed call is waited with. The same failure again waits longer; another one
 * starts anew.
 */
export function afterFailure(before: Trouble | undefined, by: CallKind, met: Met, now: number): Trouble {
  const { failure, message } = met;
  const repeated = before?.failure === failure && before.by === by;
  const tries = repeated ? before.tries + 1 : 1;
  const { waits, watchedFrom } = traitsOf(failure);
  // Woken in vain it is not the server, and its own waits count; only money may be missing again.
  const isTold = tries === watchedFrom || failure === 'InsufficientFunds';
  const minutes = waits[Math.min(tries, waits.length) - 1] ?? waits[0];
  return {
    by,
    failure,
    message,
    sinceMs: repeated ? before.sinceMs : now,
    metAtMs: now,
    tries,
    untilMs: now + (met.retryAfterMs ?? minutes * MINUTE_MS),
    amountMinor: isTold ? (met.amountMinor ?? 0) : null,
    poolWasAsked: false,
  };
}

/**
 * Gives when (epoch ms) a trouble is over: in the emergency no back-off counts, except for what
 * cannot be shortened.
 */
export function dueAt({ failure, metAtMs, untilMs }: Trouble, emergencyAtMs = Infinity): number {
  if (traitsOf(failure).isUnhurried) return untilMs;
  return Math.min(untilMs, Math.max(emergencyAtMs, metAtMs + EMERGENCY_WAIT_MS));
}

/** Says whether a human is called for a trouble. */
export function callsHuman({ failure, tries }: Trouble): boolean {
  const { callsHumanFrom } = traitsOf(failure);
  return callsHumanFrom !== undefined && tries >= callsHumanFrom;
}

/** Makes all troubles due, as somebody has acted; what a call in flight is waited for stays. */
export function afterIntervention(troubles: Troubles, now: number): Troubles {
  return Object.fromEntries(
    Object.entries(troubles).map(([subject, trouble]) => [
      subject,
      leavesDoubt(trouble.failure) ? trouble : { ...trouble, untilMs: Math.min(trouble.untilMs, now) },
    ]),
  );
}

/**
 * Gives the instant (epoch ms) from which the held license is in its emergency; `Infinity` where
 * none is held.
 */
export function emergencyAtMsOf({ held, terms, wish }: Life): number {
  if (!held) return Infinity;
  // Without terms nobody knows how long a lead is: what may be lost is looked at now.
  if (!terms) return -Infinity;
  return planRenewal(held.license, terms.lead, wish.service.serviceId).emergencyAtMs;
}
