import { DAY_MS } from '../base/calendar.js';
import { staysAtItsAddress, type HeldLicense, type Life } from './life.js';
import { planRenewal } from '../base/renewal.js';
import type { Terms } from '../terms/terms.js';

/** A change of the service's address that its license has not followed yet. */
export interface Readdress {
  /** The address at which the license was bound before. */
  readonly from: string;
  readonly sinceMs: number;
  /** From when (epoch ms) the license server lets the address be changed; nothing is tried before. */
  readonly notBeforeMs?: number;
}

export type ReplacementStep =
  | { readonly kind: 'return'; readonly reason: 'Replaced' }
  | { readonly kind: 'readdress'; readonly reason: 'AddressChanged' }
  | { readonly kind: 'swap'; readonly reason: 'RenewalDue' | 'LeftoverEnds' };

/** A license that was replaced is returned first: what is to come may need its address. */
export function replacedLicenseReturns({ outgoing }: Life): ReplacementStep | undefined {
  return outgoing ? { kind: 'return', reason: 'Replaced' } : undefined;
}

/** The license follows the service to a new address as soon as its server allows it. */
export function licenseFollowsAddress(
  { readdress, license }: Life,
  now: number,
): ReplacementStep | undefined {
  if (!readdress || !license || now < (readdress.notBeforeMs ?? 0)) return undefined;
  return { kind: 'readdress', reason: 'AddressChanged' };
}

/**
 * Before a payment the pool is asked once for each expiry, where the policy says so. A leftover of another price list is
 * not prolonged: when the pool has nothing for it, it is given up shortly before its end. One that may not leave its address
 * is prolonged all the same, as nothing else could serve there.
 */
export function renewalAsksPool(life: Life, now: number): ReplacementStep | undefined {
  const { license, terms, poolAskedFor } = life;
  if (!license || !terms || staysAtItsAddress(life)) return undefined;
  const isLeftover = license.isLeftover === true;
  if (!isLeftover && (terms.swapAtRenewal ?? 'never') === 'never') return undefined;
  const { renewAtMs, emergencyAtMs } = planRenewal(license, terms.lead, life.service.serviceId);
  if (now >= renewAtMs && now < emergencyAtMs && poolAskedFor !== license.expiresOn)
    return { kind: 'swap', reason: 'RenewalDue' };
  return isLeftover && now >= emergencyAtMs ? { kind: 'swap', reason: 'LeftoverEnds' } : undefined;
}

/** Gives the instant (epoch ms) past which a license must be paid to be worth a swap. */
export function worthSwapping({ swapAtRenewal }: Terms, license: HeldLicense, now: number): number {
  const days = typeof swapAtRenewal === 'object' ? swapAtRenewal.atLeastDays : 0;
  return Math.max(license.expiresAtMs, now + days * DAY_MS - 1);
}

/** Gives the instant (epoch ms) at which a leftover is looked at again, once the pool had nothing for it. */
export function leftoverServesUntil(life: Life): number | undefined {
  const { license, terms, poolAskedFor } = life;
  if (!license?.isLeftover || !terms || poolAskedFor !== license.expiresOn) return undefined;
  if (staysAtItsAddress(life)) return undefined;
  return planRenewal(license, terms.lead, life.service.serviceId).emergencyAtMs;
}
