import type { LicenseId, PriceListCode } from '../../domain/base/license.js';
import type { LicenseServerAccess } from './license-server-access.js';

/**
 * Renews the key of a license that a caller calls leaked; its server allows that once in a while,
 * and fails with `KeyChangeTooSoon` before.
 */
export function renewLicenseKey({ server }: LicenseServerAccess) {
  return (licenseId: LicenseId, priceList: PriceListCode): Promise<void> =>
    server.renewLicenseKey(licenseId, priceList);
}
