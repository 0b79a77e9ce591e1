import type { LicenseId, PriceListCode } from '../../domain/base/license.js';
import type { LicenseServerAccess } from './license-server-access.js';

/** Turns off that the license server prolongs a license by itself, unless it shows that off. */
export function turnOffAutoprolong({ server, passLine }: LicenseServerAccess) {
  return async (licenseId: LicenseId, priceList: PriceListCode): Promise<void> => {
    const { autoprolong } = await server.readLicense(licenseId, priceList);
    if (autoprolong === false) return;
    await passLine();
    await server.editLicense(licenseId, priceList, { autoprolong: false });
  };
}

/** Starts a suspended license whose time is paid. */
export function resumeLicense({ server, passLine }: LicenseServerAccess) {
  return async (licenseId: LicenseId, priceList: PriceListCode): Promise<void> => {
    await passLine();
    await server.resumeLicense(licenseId, priceList);
  };
}
