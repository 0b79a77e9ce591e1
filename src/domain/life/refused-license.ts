import type { Failure } from '../base/failures.js';

const REFUSALS = ['IpChangeTooSoon', 'IpAlreadyLicensed', 'Refused'] as const;

/** A refusal that another license may not meet. */
export type LicenseRefusal = (typeof REFUSALS)[number];

/**
 * Tells a refusal of one license, after which the next is tried, from what would meet every license
 * alike.
 */
export function refusalOfThisLicense(failure: Failure): LicenseRefusal | undefined {
  return REFUSALS.find((refusal) => refusal === failure);
}
