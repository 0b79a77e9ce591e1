import type { LicenseId, PriceListCode } from '../../domain/base/license.js';
import type { LicenseServerAccess } from './license-server-access.js';

/** Turns off that the license server prolongs a license by itself. */
export function turnOffAutoprolong({ server }: LicenseServerAccess) {
  return (licenseId: LicenseId, priceList: PriceListCode): Promise<void> =>
    server.editLicense(licenseId, priceList, { autoprolong: false });
}

/** Starts a suspended license whose time is paid. */
export function resumeLicense({ server }: LicenseServerAccess) {
  return (licenseId: LicenseId, priceList: PriceListCode): Promise<void> =>
    server.resumeLicense(licenseId, priceList);
}
