import type { CalendarDate } from '../domain/calendar.js';
import type { HeldLicense } from '../domain/life.js';
import { failingByType } from './failures.js';
import { heldLicense, type LicenseServerAccess } from './license-server-access.js';

export type AcceptRequest = Pick<HeldLicense, 'licenseId' | 'priceList' | 'periodMonths' | 'source'>;

/** Reads a license as its server shows it now, for a human who says that it is the service's. */
export function acceptLicense(access: LicenseServerAccess) {
  return ({ licenseId, priceList, periodMonths, source }: AcceptRequest): Promise<HeldLicense> =>
    failingByType(async () => {
      const record = await access.server.readLicense(licenseId, priceList);
      return heldLicense(access, record, periodMonths, source);
    });
}

/** Gives a license another expiry date, for a human who knows better than the license server shows. */
export function redateLicense(access: LicenseServerAccess) {
  return (license: HeldLicense, expiresOn: CalendarDate): Promise<HeldLicense> =>
    Promise.resolve(heldLicense(access, { ...license, expiresOn }, license.periodMonths, license.source));
}
