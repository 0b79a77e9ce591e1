import type { CalendarDate } from '../base/calendar.js';
import type { LicenseId } from '../base/license.js';
import { isOnItsWay } from './changes.js';
import { inFlightUntil } from './holding.js';
import type { Life } from './life.js';
import { isToBePaid, planOf } from './purpose.js';

/** What a human may decide about a service that waits for him. */
export type Resolution =
  /** Try again now; it still looks before it pays. */
  | { readonly action: 'retry' }
  /**
   * Take a license as the license server shows it now: the one held, or the one that an order has
   * brought.
   */
  | { readonly action: 'accept'; readonly licenseId?: LicenseId }
  /**
   * Give up for lost what is being returned, else what is on its way, else the license, and go on
   * without it.
   */
  | { readonly action: 'forfeit' }
  /** Go by another expiry than the one we know. */
  | { readonly action: 'setExpiry'; readonly expiresOn: CalendarDate }
  /** Pay what waits for a human to confirm it. */
  | { readonly action: 'confirm' };

export type ResolutionAction = Resolution['action'];

/**
 * Lists what a human may decide now (epoch ms): nothing while nothing has failed and nobody is
 * asked.
 */
export function resolutionsOf(life: Life, now: number): readonly ResolutionAction[] {
  return [...(waitsForConfirmation(life, now) ? (['confirm'] as const) : []), ...afterFailures(life)];
}

/** Says whether the held license is to be paid as soon as a human confirms it. */
export function waitsForConfirmation(life: Life, now: number): boolean {
  const { held, terms, confirmedFor } = life;
  if (terms?.confirmsDaysBefore === undefined || !held || !isToBePaid(life, now)) return false;
  return confirmedFor !== held.license.expiresOn && now >= planOf(life).renewAtMs;
}

function afterFailures({ trouble, held, outgoing, acquiring }: Life): readonly ResolutionAction[] {
  if (Object.keys(trouble).length === 0) return [];
  if (held) return ['retry', 'accept', 'forfeit', 'setExpiry'];
  if (acquiring.kind !== 'none') return ['retry', 'accept', 'forfeit'];
  if (trouble.acquire) return ['retry', 'accept'];
  return outgoing.length > 0 ? ['retry', 'forfeit'] : ['retry'];
}

/** Says in words why a resolution cannot be taken, or gives `undefined`; `now` is epoch ms. */
export function whyNot(life: Life, resolution: Resolution, now: number): string | undefined {
  const allowed = resolutionsOf(life, now);
  if (allowed.length === 0) return 'nothing has failed, and nobody is asked';
  if (!allowed.includes(resolution.action))
    return `${resolution.action} is not possible now; ${allowed.join(', ')} are`;
  if (resolution.action === 'forfeit') return whyNotForfeit(life, now);
  return resolution.action === 'accept' ? whyNotAccept(life, resolution.licenseId) : undefined;
}

function whyNotAccept(
  { held, acquiring, outgoing }: Life,
  licenseId = held?.license.licenseId,
): string | undefined {
  if (licenseId === undefined) return 'accept needs the id of the license that the order has brought';
  const claimed = acquiring.kind === 'claimed' ? acquiring.license : undefined;
  if (licenseId === held?.license.licenseId || licenseId === claimed?.licenseId) return undefined;
  if (claimed)
    return `license ${claimed.licenseId} of the pool is on its way; only that one can be accepted before it is forfeited`;
  const [going] = outgoing;
  return going && `license ${going.license.licenseId} is being returned; it has to be forfeited first`;
}

/**
 * What is given up while a call to it may still arrive would be lost without anybody having said
 * so.
 */
function whyNotForfeit(life: Life, now: number): string | undefined {
  const target = forfeited(life);
  const untilMs = untilMsOf(life, target);
  if (now >= untilMs) return undefined;
  return `a call to it may still be on its way until ${new Date(untilMs).toISOString().slice(0, 16)} UTC`;
}

function untilMsOf({ held, outgoing, acquiring }: Life, target: Forfeited): number {
  switch (target) {
    case 'panelChange':
      return 0;
    case 'outgoing':
      return outgoing[0] ? inFlightUntil(outgoing[0]) : 0;
    case 'acquisition':
      if (acquiring.kind === 'claimed') return acquiring.bindUntilMs;
      return acquiring.kind === 'inDoubt' ? acquiring.untilMs : 0;
    case 'license':
      return held ? inFlightUntil(held) : 0;
  }
}

export type Forfeited = 'outgoing' | 'acquisition' | 'panelChange' | 'license';

/**
 * Says what a human would give up for lost: what is being returned, else what is on its way, else
 * the license.
 */
export function forfeited({ trouble, wish, held, outgoing, acquiring }: Life): Forfeited {
  if (trouble.prolong && held) return 'license';
  if (outgoing.length > 0) return 'outgoing';
  if (isOnItsWay(acquiring) || !held) return 'acquisition';
  return wish.insteadOf ? 'panelChange' : 'license';
}
