import type { ParkedLicense } from '../pool/pool-state.js';
import type { HeldLicense } from './holding.js';
import type { MetFailure } from '../base/failures.js';
import type { Met, Trouble } from './trouble.js';

/**
 * How long to wait after each refusal to take a license back, in minutes; after the last one it is
 * set aside.
 */
const RETURN_WAITS = [5, 30, 120, 720];
const MINUTE_MS = 60_000;

/**
 * What the license server says about this license; all else it says, or fails to say, about every
 * call.
 */
const REFUSALS: readonly MetFailure[] = [
  'Refused',
  'IpAlreadyLicensed',
  'IpChangeTooSoon',
  'KeyChangeTooSoon',
  'PriceListUnavailable',
  'LicenseNotFound',
];

/** Says whether a license server has refused often enough to take a license back. */
export function isGivenUp(trouble: Trouble | undefined, failure: MetFailure): boolean {
  return REFUSALS.includes(failure) && (trouble?.tries ?? 1) > RETURN_WAITS.length;
}

/**
 * Decides how long to wait after a refused return: less than after other refusals, as trying it
 * costs nothing.
 */
export function waitAfterRefusedReturn(before: Trouble | undefined, { failure }: Met): Partial<Met> {
  if (!REFUSALS.includes(failure)) return {};
  const tries = before?.failure === failure ? before.tries + 1 : 1;
  const minutes = RETURN_WAITS[Math.min(tries, RETURN_WAITS.length) - 1] ?? 0;
  return { retryAfterMs: minutes * MINUTE_MS };
}

/** Describes a license that its server did not take back, for the pool. */
export function parkedLicense(
  { licenseId, priceList, expiresOn, expiredAtMs }: HeldLicense,
  lastHolder: string,
  { failure, message }: Met,
  now: number,
): ParkedLicense {
  return { licenseId, priceList, expiresOn, expiredAtMs, lastHolder, failure, message, atMs: now };
}
