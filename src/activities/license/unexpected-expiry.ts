import type { CalendarDate } from '../../domain/base/calendar.js';
import type { HeldLicense } from '../../domain/life/holding.js';
import type { LicenseId, LicenseRecord } from '../../domain/base/license.js';
import type { LicenseServerAccess } from './license-server-access.js';
import { attemptsInDoubt, foundPaid, withLedgerIfReachable } from '../payments/pay-once.js';

/** Names the prolongation of a license past an expiry: there is one for each. */
export function prolongIntentId(
  licenseServer: string,
  licenseId: LicenseId,
  expiresOn: CalendarDate,
): string {
  return `${licenseServer}/${licenseId}/${expiresOn}/prolong`;
}

/**
 * Records that prolongations were executed, where the license server shows a later expiry than the
 * one held: who returns a license, or reads it again, may be the last that ever looks. A Workflow
 * that was reset holds an expiry of long ago, so that the ledger is followed from one expiry to the
 * next up to the one that it does not know the end of.
 */
export async function recordUnexpectedExpiry(
  access: LicenseServerAccess,
  { licenseId, expiresOn }: Pick<HeldLicense, 'licenseId' | 'expiresOn'>,
  shown: LicenseRecord,
): Promise<void> {
  let from = expiresOn;
  while (from < shown.expiresOn) {
    const intentId = prolongIntentId(access.name, licenseId, from);
    const entries = await withLedgerIfReachable(access.ledger.get(intentId));
    if (!entries) return;
    const done = entries.flatMap(({ outcomes }) => outcomes).find((outcome) => outcome.kind === 'done');
    if (!done) return await foundPaid(access, intentId, shown);
    if (done.expiresOn === undefined || done.expiresOn <= from) return;
    from = done.expiresOn;
  }
}

/**
 * Records that changes of a license's price list were executed, where the license server shows the
 * list that was in doubt.
 */
export async function recordUnexpectedChange(
  access: LicenseServerAccess,
  serviceId: string,
  shown: LicenseRecord,
): Promise<void> {
  for (const { intent } of (await withLedgerIfReachable(attemptsInDoubt(access, serviceId))) ?? []) {
    const isOfThis = intent.kind === 'changePriceList' && intent.licenseId === shown.licenseId;
    if (isOfThis && intent.priceList === shown.priceList)
      await foundPaid(access, intent.intentId, { licenseId: shown.licenseId });
  }
}
