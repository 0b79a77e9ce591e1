import type { Failure } from './failures.js';

/** A step that could not be done, and what happens next. */
export interface Trouble {
  readonly failure: TroubleKind;
  /** The words of whoever refused, without secrets. */
  readonly message: string;
  readonly sinceMs: number;
  readonly tries: number;
  /** When it is tried again; absent when only a human can say how to go on. */
  readonly retryAtMs?: number;
}

export type TroubleKind = Failure | 'WorkerFailure';

const MINUTE_MS = 60_000;

/**
 * How long to wait after each failure, in minutes. Short waits come first, since most faults clear at once and the
 * rest take hours (elapsed: 1, 3, 8, 18, 38 min, 1 h 8, then each hour).
 */
const TRANSIENT = [1, 2, 5, 10, 20, 30, 60];

/** Somebody has to act first, so nothing is gained by asking every minute (elapsed: 5, 15, 30 min, then each half hour). */
const SOMEBODY_ACTS = [5, 10, 15, 30];

/** Longer than any call can stay in flight: only after it does silence mean that nothing was done. */
const IN_FLIGHT = [5, 5, 10, 20, 30, 60];

/** Nothing changes by itself: a human must look. */
const HUMAN: readonly number[] = [];

/** The waits after each failure, in minutes; the last one repeats. */
const WAITS: Readonly<Record<TroubleKind, readonly number[]>> = {
  LicenseServerUnreachable: TRANSIENT,
  LicenseServerBusy: TRANSIENT,
  UnreadableAnswer: TRANSIENT,
  ListUntrusted: TRANSIENT,
  LicenseKeyPending: TRANSIENT,
  ClockSkewed: SOMEBODY_ACTS,
  BadCredentials: SOMEBODY_ACTS,
  AccessDenied: SOMEBODY_ACTS,
  InsufficientFunds: SOMEBODY_ACTS,
  SpendingLimitReached: SOMEBODY_ACTS,
  LedgerUnavailable: SOMEBODY_ACTS,
  IpChangeTooSoon: [24 * 60],
  KeyChangeTooSoon: [24 * 60],
  OutcomeUnknown: IN_FLIGHT,
  WorkerFailure: IN_FLIGHT,
  IpAlreadyLicensed: HUMAN,
  PriceListUnavailable: HUMAN,
  LicenseNotFound: HUMAN,
  Refused: HUMAN,
  PaymentNotShown: HUMAN,
};

/** In the emergency before expiry no wait is longer than this. */
const EMERGENCY_WAIT_MS = 10 * MINUTE_MS;

/**
 * Decides when a step that failed is tried again. The same failure again waits longer; a different one starts anew.
 * Past `emergencyAtMs` back-off no longer counts, except the wait for calls that may still be in flight.
 */
export function afterFailure(
  before: Trouble | undefined,
  failure: TroubleKind,
  message: string,
  now: number,
  emergencyAtMs = Infinity,
): Trouble {
  const repeated = before?.failure === failure;
  const tries = repeated ? before.tries + 1 : 1;
  const sinceMs = repeated ? before.sinceMs : now;
  const waits = WAITS[failure];
  const minutes = waits[Math.min(tries, waits.length) - 1];
  if (minutes === undefined) return { failure, message, sinceMs, tries };
  const waitMs = minutes * MINUTE_MS;
  const retryAtMs = now + (now >= emergencyAtMs ? Math.min(waitMs, EMERGENCY_WAIT_MS) : waitMs);
  return { failure, message, sinceMs, tries, retryAtMs };
}

/**
 * Decides what is left of a trouble when somebody acted: nothing, so that the next step is tried at once. Only the wait
 * for a call that may still be in flight stays, as nobody's wish makes it safe to go on sooner.
 */
export function afterIntervention(trouble: Trouble | undefined): Trouble | undefined {
  return trouble && isInDoubt(trouble.failure) ? trouble : undefined;
}

/** Says whether a failed step may have been executed all the same. */
export function isInDoubt(failure: TroubleKind): boolean {
  return WAITS[failure] === IN_FLIGHT;
}
