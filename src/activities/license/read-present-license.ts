import type { LicenseServer } from '../../billmanager/license-server.js';
import type { LicenseId, LicenseRecord, PriceListCode } from '../../domain/base/license.js';
import { isFailure } from '../failures.js';

/** Reads a license, or gives `undefined` when the license server has deleted or forgotten it. */
export async function readPresentLicense(
  server: LicenseServer,
  licenseId: LicenseId,
  priceList: PriceListCode,
): Promise<LicenseRecord | undefined> {
  try {
    const record = await server.readLicense(licenseId, priceList);
    return record.status === 'deleted' ? undefined : record;
  } catch (error) {
    if (isFailure(error, 'LicenseNotFound')) return undefined;
    throw error;
  }
}
