import type { HeldLicense } from '../../domain/life/holding.js';
import { recordUnexpectedExpiry } from './unexpected-expiry.js';
import { heldLicense, type LicenseServerAccess } from './license-server-access.js';
import { readPresentLicense } from './read-present-license.js';

/** A license and the address that its server shows it at. */
export interface PlacedLicense {
  readonly license: HeldLicense;
  readonly ip: string;
}

/** Reads a license as its server shows it now; `null` when it is not there any more. */
export function rereadLicense(access: LicenseServerAccess) {
  return async (license: HeldLicense): Promise<PlacedLicense | null> => {
    const { licenseId, priceList, periodMonths, source } = license;
    const record = await readPresentLicense(access.server, licenseId, priceList);
    if (!record) return null;
    await recordUnexpectedExpiry(access, license, record);
    return { license: heldLicense(access, record, periodMonths, source), ip: record.ip };
  };
}
