import type { Failure } from '../base/failures.js';

/** A step that could not be done, and what happens next. */
export interface Trouble {
  readonly failure: TroubleKind;
  /** The kind of the step; absent where it is not one step that failed. */
  readonly step?: string;
  /** The words of whoever refused, without secrets. */
  readonly message: string;
  readonly sinceMs: number;
  readonly tries: number;
  /** When it is tried again; absent when only a human can say how to go on. */
  readonly retryAtMs?: number;
}

export type TroubleKind = Failure | 'WorkerFailure';

/** How a kind of trouble is waited out. */
interface Policy {
  /** How long to wait after each failure in a row, in minutes; the last one repeats, and none means for ever. */
  readonly waits: readonly number[];
  /** The step may have been executed all the same. */
  readonly inDoubt?: true;
  /** Nothing is gained by trying sooner, not even shortly before expiry. */
  readonly unhurried?: true;
}

/**
 * Short waits come first, since most faults clear at once and the rest take hours (elapsed: 1, 3, 8, 18, 38 min, 1 h 8,
 * then each hour).
 */
const TRANSIENT: Policy = { waits: [1, 2, 5, 10, 20, 30, 60] };

/** Somebody has to act first, so nothing is gained by asking every minute (elapsed: 5, 15, 30 min, then each half hour). */
const SOMEBODY_ACTS: Policy = { waits: [5, 10, 15, 30] };

/** The balance is watched for all services at once, and wakes them; trying by oneself only covers for the watch. */
const BALANCE_IS_WATCHED: Policy = { waits: [360], unhurried: true };

/** A call may be on its way for so long, unless whoever made it knows better. */
const IN_FLIGHT: Policy = { waits: [10], inDoubt: true, unhurried: true };

/** The worker's end is no fault of the license server's, and the next try looks before it pays. */
const WORKER_ENDED: Policy = { waits: [0.25, 1, 2, 5, 10, 20, 30, 60], inDoubt: true };

/** The license server allows the next change on another day. */
const NEXT_DAY: Policy = { waits: [24 * 60] };

/** Nothing changes by itself: a human must look. */
const HUMAN: Policy = { waits: [] };

const POLICIES: Readonly<Record<TroubleKind, Policy>> = {
  LicenseServerUnreachable: TRANSIENT,
  LicenseServerBusy: TRANSIENT,
  UnreadableAnswer: TRANSIENT,
  ListUntrusted: TRANSIENT,
  LicenseKeyPending: TRANSIENT,
  ClockSkewed: SOMEBODY_ACTS,
  BadCredentials: SOMEBODY_ACTS,
  AccessDenied: SOMEBODY_ACTS,
  SpendingLimitReached: SOMEBODY_ACTS,
  LedgerUnavailable: SOMEBODY_ACTS,
  NotConfigured: SOMEBODY_ACTS,
  ServiceStatusUnknown: TRANSIENT,
  InsufficientFunds: BALANCE_IS_WATCHED,
  IpChangeTooSoon: NEXT_DAY,
  KeyChangeTooSoon: NEXT_DAY,
  OutcomeUnknown: IN_FLIGHT,
  WorkerFailure: WORKER_ENDED,
  IpAlreadyLicensed: HUMAN,
  PriceListUnavailable: HUMAN,
  LicenseNotFound: HUMAN,
  Refused: HUMAN,
  PaymentNotShown: HUMAN,
};

const MINUTE_MS = 60_000;

/** In the emergency before expiry no wait is longer than this. */
const EMERGENCY_WAIT_MS = 10 * MINUTE_MS;

/** A failure as a step met it. */
export interface Met {
  readonly failure: TroubleKind;
  readonly message: string;
  /** How long to wait before the next try (ms), where whoever failed knows it. */
  readonly retryAfterMs?: number;
}

/**
 * Decides when a step that failed is tried again. The same failure again waits longer; a different one starts anew.
 * Past `emergencyAtMs` back-off no longer counts, except for waits that cannot be shortened.
 */
export function afterFailure(
  before: Trouble | undefined,
  met: Met,
  now: number,
  emergencyAtMs = Infinity,
): Trouble {
  const { failure, message } = met;
  const { waits, unhurried } = POLICIES[failure];
  const repeated = before?.failure === failure;
  const tries = repeated ? before.tries + 1 : 1;
  const sinceMs = repeated ? before.sinceMs : now;
  const minutes = waits[Math.min(tries, waits.length) - 1];
  if (minutes === undefined) return { failure, message, sinceMs, tries };
  const waitMs = met.retryAfterMs ?? minutes * MINUTE_MS;
  const hurries = now >= emergencyAtMs && !unhurried;
  return {
    failure,
    message,
    sinceMs,
    tries,
    retryAtMs: now + (hurries ? Math.min(waitMs, EMERGENCY_WAIT_MS) : waitMs),
  };
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
  return POLICIES[failure].inDoubt === true;
}

/** Says whether a trouble ends only when a human has done something. */
export function needsHuman({ failure }: Trouble): boolean {
  return POLICIES[failure] === HUMAN || failure === 'SpendingLimitReached' || failure === 'NotConfigured';
}
