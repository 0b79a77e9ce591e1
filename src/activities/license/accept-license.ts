import type { CalendarDate } from '../../domain/base/calendar.js';
import type { HeldLicense } from '../../domain/life/holding.js';
import type { Marker } from '../../domain/base/marker.js';
import { recordUnexpectedExpiry } from './unexpected-expiry.js';
import { heldLicense, type LicenseServerAccess } from './license-server-access.js';
import { foundPaid } from '../payments/pay-once.js';

export interface AcceptRequest extends Pick<
  HeldLicense,
  'licenseId' | 'priceList' | 'periodMonths' | 'source'
> {
  /** The order that has brought it, where one may have. */
  readonly marker?: Marker;
  /** Until when it was known to be paid, where it is the one that is held. */
  readonly expiresOn?: CalendarDate;
}

/** Reads a license as its server shows it now, for a human who says that it is the service's. */
export function acceptLicense(access: LicenseServerAccess) {
  return async ({
    licenseId,
    priceList,
    periodMonths,
    source,
    marker,
    expiresOn,
  }: AcceptRequest): Promise<HeldLicense> => {
    const record = await access.server.readLicense(licenseId, priceList);
    if (expiresOn !== undefined) await recordUnexpectedExpiry(access, { licenseId, expiresOn }, record);
    else if (marker !== undefined) await foundPaid(access, marker, record);
    return heldLicense(access, record, periodMonths, source);
  };
}

/**
 * Gives a license another expiry date, for a human who knows better than the license server shows.
 */
export function redateLicense(access: LicenseServerAccess) {
  return (license: HeldLicense, expiresOn: CalendarDate): Promise<HeldLicense> =>
    Promise.resolve(heldLicense(access, { ...license, expiresOn }, license.periodMonths, license.source));
}
