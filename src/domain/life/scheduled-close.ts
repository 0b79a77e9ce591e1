import { utcDateOf } from '../base/calendar.js';
import type { Ending } from '../base/closing-date.js';
import type { Life } from './life.js';
import type { Terms } from '../terms/terms.js';

export type ScheduledCloseStep = { readonly kind: 'close'; readonly reason: 'ScheduledCloseHasCome' };

/** A service whose end was known beforehand ends at its instant. */
export function scheduledCloseComes(
  { closesAtMs, status }: Life,
  now: number,
): ScheduledCloseStep | undefined {
  const hasCome = closesAtMs !== undefined && now >= closesAtMs && status !== 'closed';
  return hasCome ? { kind: 'close', reason: 'ScheduledCloseHasCome' } : undefined;
}

/** Says whether a license is paid past the known end of its service, so that nothing more is paid for it. */
export function outlastsService({ closesAtMs, license }: Life): boolean {
  return closesAtMs !== undefined && license !== undefined && license.expiresAtMs >= closesAtMs;
}

/** Gives from when to when something is still to be paid, where the end of the service is known. */
export function endingOf({ license, closesAtMs }: Life, now: number): Ending | undefined {
  if (closesAtMs === undefined) return undefined;
  return { paidUntil: license?.expiresOn ?? utcDateOf(now), closesOn: utcDateOf(closesAtMs) };
}

/** Makes the pool be asked before a payment that would reach past the known end, whatever the policy is. */
export function preferPool(terms: Terms): Terms {
  return { ...terms, swapAtRenewal: 'always' };
}
