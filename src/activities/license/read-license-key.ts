import type { LicenseId, PriceListCode } from '../../domain/base/license.js';
import type { LicenseServerAccess } from './license-server-access.js';

/**
 * Reads the key of a license for the answer to a caller, waiting for one that is late.
 * The key is kept nowhere: whoever asks again makes it be read again.
 */
export function readLicenseKey({ server }: LicenseServerAccess) {
  return (licenseId: LicenseId, priceList: PriceListCode): Promise<string> =>
    server.readLicenseKey(licenseId, priceList);
}
