import { FREE_IP, FREE_NAME } from '../../domain/base/marker.js';
import type { FreeLicense } from '../../domain/pool/pool.js';
import { readUnbound } from './free-license.js';
import { freeLicense, type LicenseServerAccess } from './license-server-access.js';
import { readPresentLicense } from './read-present-license.js';
import { writeLicense } from './write-license.js';

/**
 * Takes a free license off the address that it still carries, as another one is wanted there: gives
 * it as it stands then, or `null` when it is not free any more. Fails with `IpChangeTooSoon` where
 * it has to stay.
 */
export function vacateLicense(access: LicenseServerAccess) {
  const { server } = access;
  return async ({ licenseId, priceList, lastHolder }: FreeLicense): Promise<FreeLicense | null> => {
    const before = await readPresentLicense(server, licenseId, priceList);
    if (before?.name !== FREE_NAME) return null;
    if (before.ip !== FREE_IP) await writeLicense(access, before, { ip: FREE_IP });
    return freeLicense(access, await readUnbound(server, licenseId), lastHolder);
  };
}
