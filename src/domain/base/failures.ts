/**
 * What a failed call to a license server may have done there. `refused`: the server answered no.
 * `notDone`: the call surely did nothing. `unknown`: it may have been executed.
 */
export type Outcome = 'refused' | 'notDone' | 'unknown';

/** All that is known of a failure beforehand; `docs/errors.md` is compared with these rows. */
export interface FailureRow {
  /** What the failed call may have done at the license server. */
  readonly outcome: Outcome;
  /** How long to wait after each failure in a row, in minutes; the last one repeats. */
  readonly waits: readonly [number, ...number[]];
  /**
   * From which failure in a row on the watch of the license server is asked to wake the service;
   * absent where what is in the way is no matter of the whole server.
   */
  readonly watchedFrom?: number;
  /** Nothing is gained by trying sooner, not even shortly before expiry. */
  readonly isUnhurried?: true;
  /** From which failure in a row on a human is called; absent where it passes by itself. */
  readonly callsHumanFrom?: number;
  /** What whoever sees it can do. */
  readonly advice: string;
}

/** Most faults clear within minutes, the rest take hours. */
const TRANSIENT = [1, 2, 5, 10, 20, 30, 60] as const;

/** Somebody has to act first, so nothing is gained by asking every minute. */
const SOMEBODY_ACTS = [5, 10, 15, 30] as const;

/** The license server allows the next change on another day, and a human looks no sooner. */
const DAILY = [24 * 60] as const;

/** The license server is watched for all services at once; their own tries only cover for that. */
const COVERS = [30, 60] as const;

const LOOK_AT_SERVER = 'look at the license server: it is watched, and services go on when it answers again';
const CHECK_PASSWORD =
  'check user name and password at the license server: it is watched, and services go on by urgency';
const CHECK_ACCESS =
  'check user name, password and rights at the license server, then send the Signal `wake`';
const LOOKED_AT_AGAIN = 'nothing yet: the license server is looked at again before anything is paid';
const PATIENCE = 'wait, or send the Signal `wake`';
const SETTLE = 'settle it with the license server; it is tried again each day';

type Rows = Readonly<Record<string, FailureRow>>;

/** The closed set of failures at a license server; `docs/errors.md` explains them. */
const LICENSE_SERVER_FAILURES = {
  BadCredentials: { outcome: 'refused', waits: COVERS, watchedFrom: 1, advice: CHECK_PASSWORD },
  AccessDenied: { outcome: 'refused', waits: SOMEBODY_ACTS, advice: CHECK_ACCESS },
  InsufficientFunds: {
    outcome: 'refused',
    waits: [360],
    watchedFrom: 1,
    isUnhurried: true,
    advice: 'top up the balance at the license server: it is watched, and services go on by urgency',
  },
  // An address becomes free by itself: its license lapses, or whoever holds it moves away or
  // closes.
  IpAlreadyLicensed: { outcome: 'refused', waits: [1, 10, 60], callsHumanFrom: 3, advice: SETTLE },
  IpChangeTooSoon: { outcome: 'refused', waits: DAILY, advice: PATIENCE },
  KeyChangeTooSoon: { outcome: 'refused', waits: DAILY, advice: PATIENCE },
  PriceListUnavailable: { outcome: 'refused', waits: DAILY, callsHumanFrom: 1, advice: SETTLE },
  LicenseNotFound: { outcome: 'refused', waits: DAILY, callsHumanFrom: 1, advice: SETTLE },
  Refused: { outcome: 'refused', waits: DAILY, callsHumanFrom: 1, advice: SETTLE },
  LicenseServerUnreachable: { outcome: 'notDone', waits: TRANSIENT, watchedFrom: 3, advice: LOOK_AT_SERVER },
  LicenseServerBusy: { outcome: 'notDone', waits: TRANSIENT, watchedFrom: 3, advice: LOOK_AT_SERVER },
  UnreadableAnswer: { outcome: 'notDone', waits: TRANSIENT, advice: LOOK_AT_SERVER },
  ListUntrusted: { outcome: 'notDone', waits: TRANSIENT, advice: LOOK_AT_SERVER },
  LicenseKeyPending: { outcome: 'notDone', waits: TRANSIENT, advice: PATIENCE },
  ClockSkewed: { outcome: 'notDone', waits: COVERS, watchedFrom: 1, advice: LOOK_AT_SERVER },
  OutcomeUnknown: { outcome: 'unknown', waits: [10], isUnhurried: true, advice: LOOKED_AT_AGAIN },
} as const satisfies Rows;

export type LicenseServerFailure = keyof typeof LICENSE_SERVER_FAILURES;

/**
 * The failures that are panelkeeper's own: none of them has called the license server for money.
 */
const OWN_FAILURES = {
  /** The spending guard holds the payment back until a human releases it. */
  SpendingLimitReached: {
    outcome: 'notDone',
    waits: SOMEBODY_ACTS,
    callsHumanFrom: 1,
    advice: 'look why so much is spent, then `panelkeeper spending release`',
  },
  /** It costs so much more than the last time that a human has to look. */
  PriceRose: {
    outcome: 'notDone',
    waits: SOMEBODY_ACTS,
    callsHumanFrom: 1,
    advice: 'look whether the price is right, then `panelkeeper spending release`',
  },
  /** The ledger cannot be written, so nothing may be paid. */
  LedgerUnavailable: {
    outcome: 'notDone',
    // A database that is restarted is back within seconds.
    waits: [0.25, 1, 2, 5],
    advice: 'repair the ledger: nothing is paid without it',
  },
  /** The configuration does not know a service that has a license. */
  NotConfigured: {
    outcome: 'notDone',
    waits: SOMEBODY_ACTS,
    isUnhurried: true,
    callsHumanFrom: 1,
    advice: 'add what the service needs to the configuration, or close the service',
  },
  /**
   * The provider does not say whether the service still lives, and is to be asked before anything
   * is paid.
   */
  ServiceStatusUnknown: {
    outcome: 'notDone',
    waits: TRANSIENT,
    advice: 'repair what tells the status of services; shortly before expiry it is paid without it',
  },
  /** The ledger says that it was paid, the license server does not show it. */
  PaymentNotShown: { outcome: 'notDone', waits: DAILY, callsHumanFrom: 1, advice: SETTLE },
} as const satisfies Rows;

export type Failure = LicenseServerFailure | keyof typeof OWN_FAILURES;

/** One row for each failure: everything else that is said of failures is read here. */
export const FAILURES = {
  ...LICENSE_SERVER_FAILURES,
  ...OWN_FAILURES,
  // The end of a worker is no fault of the license server's, and the next try looks before it pays.
  WorkerFailure: { outcome: 'unknown', waits: [0.25, 1, 2, 5, 10, 20, 30, 60], advice: LOOKED_AT_AGAIN },
} as const satisfies Rows;

/** A failure as a life meets it: of the closed set, or the end of a worker. */
export type MetFailure = keyof typeof FAILURES;

/** Says whether a word, as it crosses a process boundary, names a failure. */
export function isFailureName(name: string | null | undefined): name is MetFailure {
  return typeof name === 'string' && Object.hasOwn(FAILURES, name);
}

/** Gives all that is known of a failure. */
export function traitsOf(failure: MetFailure): FailureRow {
  return FAILURES[failure];
}

/** Says whether a failed call may have been executed all the same. */
export function leavesDoubt(failure: MetFailure): boolean {
  return traitsOf(failure).outcome === 'unknown';
}

/**
 * Failures that a row of `errorRules` may give to a vendor's error: the refusals, and "busy" for a
 * vendor that says so.
 */
export const RULED_FAILURES = [
  'BadCredentials',
  'AccessDenied',
  'InsufficientFunds',
  'IpAlreadyLicensed',
  'IpChangeTooSoon',
  'KeyChangeTooSoon',
  'PriceListUnavailable',
  'LicenseNotFound',
  'Refused',
  'LicenseServerBusy',
] as const satisfies readonly LicenseServerFailure[];
