import type { CalendarDate } from './calendar.js';
import type { Life } from './life.js';
import type { LicenseId } from './license.js';

/** What a human may decide about a service whose step has failed. */
export type Resolution =
  /** Try the step again now; it still looks before it pays. */
  | { readonly action: 'retry' }
  /** Take a license as the license server shows it now: the one held, or the one that an order has brought. */
  | { readonly action: 'accept'; readonly licenseId?: LicenseId }
  /** Give the license, or the order, up for lost and go on without it. */
  | { readonly action: 'forfeit' }
  /** Go by another expiry than the one we know. */
  | { readonly action: 'setExpiry'; readonly expiresOn: CalendarDate };

export type ResolutionAction = Resolution['action'];

/** Lists what a human may decide now: nothing while no step has failed. */
export function resolutionsOf({ trouble, license, obtaining }: Life): readonly ResolutionAction[] {
  if (!trouble) return [];
  if (license) return ['retry', 'accept', 'forfeit', 'setExpiry'];
  return obtaining ? ['retry', 'accept', 'forfeit'] : ['retry'];
}

/** Says in words why a resolution cannot be taken, or gives `undefined`. */
export function whyNot(life: Life, resolution: Resolution): string | undefined {
  const allowed = resolutionsOf(life);
  if (allowed.length === 0) return 'nothing has failed';
  if (!allowed.includes(resolution.action))
    return `${resolution.action} is not possible now; ${allowed.join(', ')} are`;
  if (resolution.action === 'accept' && !life.license && resolution.licenseId === undefined) {
    return 'accept needs the id of the license that the order has brought';
  }
  return undefined;
}
