/**
 * What a failed call to a license server may have done there.
 * `refused`: the server answered no. `notDone`: the call surely did nothing. `unknown`: it may have been executed.
 */
export type Outcome = 'refused' | 'notDone' | 'unknown';

/** The closed set of failures at a license server, each with its outcome; `docs/errors.md` explains them. */
export const LICENSE_SERVER_FAILURES = {
  BadCredentials: 'refused',
  AccessDenied: 'refused',
  InsufficientFunds: 'refused',
  IpAlreadyLicensed: 'refused',
  IpChangeTooSoon: 'refused',
  KeyChangeTooSoon: 'refused',
  PriceListUnavailable: 'refused',
  LicenseNotFound: 'refused',
  Refused: 'refused',
  LicenseServerUnreachable: 'notDone',
  LicenseServerBusy: 'notDone',
  UnreadableAnswer: 'notDone',
  ListUntrusted: 'notDone',
  LicenseKeyPending: 'notDone',
  ClockSkewed: 'notDone',
  OutcomeUnknown: 'unknown',
} as const satisfies Readonly<Record<string, Outcome>>;

export type LicenseServerFailure = keyof typeof LICENSE_SERVER_FAILURES;

/** The failures that are panelkeeper's own: none of them has called the license server for money. */
export const OWN_FAILURES = [
  /** The spending guard holds the payment back until a human releases it. */
  'SpendingLimitReached',
  /** The ledger cannot be written, so nothing may be paid. */
  'LedgerUnavailable',
  /** The configuration does not know a service that has a license. */
  'NotConfigured',
  /** The provider does not say whether the service still lives, and is to be asked before anything is paid. */
  'ServiceStatusUnknown',
  /** The ledger says that it was paid, the license server does not show it. */
  'PaymentNotShown',
] as const;

export type Failure = LicenseServerFailure | (typeof OWN_FAILURES)[number];

/** Failures that a row of `errorRules` may give to a vendor's error: the refusals, and "busy" for a vendor that says so. */
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
