import { planRenewal } from '../base/renewal.js';
import { DAY_MS } from '../base/calendar.js';
import { traitsOf } from '../base/failures.js';
import { hasSteppedAside } from './holding.js';
import { isLeftover, staysAtItsAddress } from './leftover.js';
import type { Life } from './life.js';
import { emergencyAtMsOf } from './trouble.js';

/**
 * What another license is wanted for: the service has none (`serve`), is to have another panel
 * (`panel`), has moved where its own cannot follow (`move`), may be served by the pool in place of
 * a payment (`swap`), or holds one that is not prolonged and ends (`replace`).
 */
export type Purpose = 'serve' | 'panel' | 'move' | 'swap' | 'replace';

/** Derives what another license is wanted for, or gives `null`; `now` is epoch ms. */
export function purposeOf(life: Life, now: number): Purpose | null {
  const { wish, held, terms, refusal } = life;
  if (!terms || refusal !== null || wish.status === 'closed') return null;
  if (!held) return wish.status === 'active' ? 'serve' : null;
  if (wish.status === 'suspended' && terms.whileSuspended === 'lapse') return null;
  if (wantsOtherPanel(life)) return 'panel';
  const { renewAtMs, emergencyAtMs } = planOf(life);
  const isKept = outlastsService(life) || staysAtItsAddress(held, now);
  // A trial or a leftover is replaced wherever it is, and before that looked for like any other
  // that is due.
  if (!isKept && now >= emergencyAtMs && isLeftover(held, terms, now)) return 'replace';
  if (cannotFollow(life)) return 'move';
  return !isKept && now >= renewAtMs && asksPoolFirst(life, now) ? 'swap' : null;
}

/**
 * Says whether the held license cannot be moved to the list of the wished panel, so that another
 * one is wanted.
 */
export function wantsOtherPanel({ wish, held, terms, trouble }: Life): boolean {
  if (!wish.insteadOf || !held || !terms) return false;
  if (held.license.licenseServer !== terms.licenseServer) return true;
  return trouble.panel !== undefined && traitsOf(trouble.panel.failure).outcome === 'refused';
}

/** Says whether the held license was kept from following the service to its address. */
export function cannotFollow({ wish, held, trouble }: Life): boolean {
  const { failure } = trouble.move ?? {};
  const isKept = failure === 'IpAlreadyLicensed' || failure === 'IpChangeTooSoon';
  return isKept && held !== null && held.ip !== wish.service.ip;
}

/**
 * Says whether the held license is one to be paid for: its service is to be kept, and nothing else
 * is to follow it.
 */
export function isToBePaid(life: Life, now: number): boolean {
  const { held, terms, wish } = life;
  if (!held || !terms || wish.status === 'closed') return false;
  if (wish.status === 'suspended' && terms.whileSuspended === 'lapse') return false;
  return !outlastsService(life) && !isLeftover(held, terms, now);
}

/**
 * Says whether a license is paid past the known end of its service, so that nothing more is paid
 * for it.
 */
export function outlastsService({ wish, held }: Life): boolean {
  return wish.endsAtMs !== null && held !== null && held.license.expiresAtMs >= wish.endsAtMs;
}

/**
 * Says whether the pool is to be asked before a payment: by the policy, for what is not prolonged,
 * or before a known end.
 */
function asksPoolFirst({ terms, held, wish }: Life, now: number): boolean {
  if (!terms || !held) return false;
  return (
    (terms.swapAtRenewal ?? 'never') !== 'never' || wish.endsAtMs !== null || isLeftover(held, terms, now)
  );
}

/** Says whether the pool is to be asked now; an acquisition that has begun goes on in any case. */
export function asksPoolNow(life: Life, purpose: Purpose, now: number): boolean {
  const { held, poolAskedFor, trouble } = life;
  switch (purpose) {
    case 'serve':
    case 'panel':
    case 'replace':
      return true;
    case 'move':
      return trouble.move?.poolWasAsked === false || buysFor(life, purpose);
    case 'swap':
      return held?.license.expiresOn !== poolAskedFor && now < emergencyAtMsOf(life);
  }
}

/** Gives the instant (epoch ms) past which a license must be paid; past now where it is `null`. */
export function paidPast({ held, terms }: Life, purpose: Purpose, now: number): number | null {
  if (!held || !terms || (purpose !== 'swap' && purpose !== 'replace')) return null;
  const { swapAtRenewal } = terms;
  const days = typeof swapAtRenewal === 'object' ? swapAtRenewal.atLeastDays : 0;
  return Math.max(held.license.expiresAtMs, now + days * DAY_MS - 1);
}

/** Says whether a license is bought for a purpose when the pool has none. */
export function buysFor({ held, terms, trouble }: Life, purpose: Purpose): boolean {
  if (purpose === 'swap') return false;
  if (purpose !== 'move') return true;
  if (trouble.move?.failure !== 'IpChangeTooSoon') return false;
  // What has stepped aside and may not come back serves nobody: there is nothing to wait with.
  return terms?.onAddressLimit === 'order' || (held !== null && hasSteppedAside(held));
}

/** Plans the renewal of the held license; without license or terms it never comes. */
export function planOf({ held, terms, wish }: Life): { renewAtMs: number; emergencyAtMs: number } {
  if (!held || !terms) return { renewAtMs: Infinity, emergencyAtMs: Infinity };
  const plan = planRenewal(held.license, terms.lead, wish.service.serviceId);
  const asksAtMs = held.license.expiresAtMs - (terms.confirmsDaysBefore ?? 0) * DAY_MS;
  return { ...plan, renewAtMs: Math.min(plan.renewAtMs, asksAtMs) };
}
