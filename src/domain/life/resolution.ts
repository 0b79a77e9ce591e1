import type { CalendarDate } from '../base/calendar.js';
import { isOnItsWay, type Life, type Obtaining } from './life.js';
import type { LicenseId } from '../base/license.js';

/** What a human may decide about a service whose step has failed. */
export type Resolution =
  /** Try the step again now; it still looks before it pays. */
  | { readonly action: 'retry' }
  /** Take a license as the license server shows it now: the one held, or the one that an order has brought. */
  | { readonly action: 'accept'; readonly licenseId?: LicenseId }
  /** Give up for lost what is being returned, else what is on its way, else the license, and go on without it. */
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
  return resolution.action === 'accept' ? whyNotAccept(life, resolution.licenseId) : undefined;
}

function whyNotAccept(
  { license, obtaining, outgoing }: Life,
  licenseId = license?.licenseId,
): string | undefined {
  if (licenseId === undefined) return 'accept needs the id of the license that the order has brought';
  const claimed = obtaining?.claimed;
  if (licenseId === license?.licenseId || licenseId === claimed?.licenseId) return undefined;
  if (claimed)
    return `license ${claimed.licenseId} of the pool is on its way; only that one can be accepted before it is forfeited`;
  return outgoing && `license ${outgoing.licenseId} is being returned; it has to be forfeited first`;
}

/**
 * Forgets what a human gives up for lost: what is being returned, else what is on its way, else the license. Gives what was on
 * its way, whose claims are to be ended.
 */
export function forfeit(life: Life): Obtaining | undefined {
  const { outgoing, obtaining, panelChange, trouble } = life;
  const isAboutLicense = trouble?.step === 'prolong';
  if (outgoing && !isAboutLicense) {
    delete life.outgoing;
    return undefined;
  }
  const isChanging = isOnItsWay(obtaining) || panelChange !== undefined;
  if (isAboutLicense || !isChanging) delete life.license;
  if (isAboutLicense) return undefined;
  delete life.obtaining;
  delete life.panelChange;
  return obtaining;
}
