/**
 * What a failed call to a license server may have done there.
 * `refused`: the server answered no. `notDone`: the call surely did nothing. `unknown`: it may have been executed.
 */
export type Outcome = 'refused' | 'notDone' | 'unknown';

/** The closed set of failures at a license server; `docs/errors.md` explains each. */
export type LicenseServerFailure =
  // refused
  | 'BadCredentials'
  | 'AccessDenied'
  | 'InsufficientFunds'
  | 'IpAlreadyLicensed'
  | 'IpChangeTooSoon'
  | 'KeyChangeTooSoon'
  | 'PriceListUnavailable'
  | 'LicenseNotFound'
  | 'Refused'
  // not done
  | 'LicenseServerUnreachable'
  | 'LicenseServerBusy'
  | 'UnreadableAnswer'
  | 'ListUntrusted'
  | 'LicenseKeyPending'
  | 'ClockSkewed'
  // unknown
  | 'OutcomeUnknown';
