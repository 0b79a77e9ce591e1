import type { HeldLicense } from './life.js';
import type { ParkedLicense } from '../pool/pool-state.js';
import type { Met, Trouble, TroubleKind } from './trouble.js';

/** How long to wait after each refusal to take a license back, in minutes; after the last one it is set aside. */
const RETURN_WAITS = [5, 30, 120, 720];
const MINUTE_MS = 60_000;

/** What the license server says about this license; all else it says, or fails to say, about every call. */
const REFUSALS: readonly TroubleKind[] = [
  'Refused',
  'IpAlreadyLicensed',
  'IpChangeTooSoon',
  'KeyChangeTooSoon',
  'PriceListUnavailable',
  'LicenseNotFound',
];

/** Says whether a license server has refused often enough to take a license back. */
export function isGivenUp(before: Trouble | undefined, failure: TroubleKind): boolean {
  const tries = before?.failure === failure ? before.tries + 1 : 1;
  return REFUSALS.includes(failure) && tries > RETURN_WAITS.length;
}

/** Decides when a refused return is tried again: by itself, unlike other refusals, as it costs nothing. */
export function afterRefusedReturn(trouble: Trouble, now: number): Trouble {
  if (!REFUSALS.includes(trouble.failure)) return trouble;
  const minutes = RETURN_WAITS[Math.min(trouble.tries, RETURN_WAITS.length) - 1] ?? 0;
  return { ...trouble, retryAtMs: now + minutes * MINUTE_MS };
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
