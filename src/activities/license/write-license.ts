import { LicenseServerError } from '../../billmanager/errors.js';
import type { LicenseEdit, LicenseServer } from '../../billmanager/license-server.js';
import type { LicenseRecord } from '../../domain/base/license.js';

/** Writes to a license. When the answer was lost it is read back: what it shows then was written. */
export async function writeLicense(
  server: LicenseServer,
  { licenseId, priceList }: Pick<LicenseRecord, 'licenseId' | 'priceList'>,
  edit: LicenseEdit,
): Promise<void> {
  try {
    await server.editLicense(licenseId, priceList, edit);
  } catch (error) {
    if (!(error instanceof LicenseServerError) || error.outcome !== 'unknown') throw error;
    const { name, ip } = await server.readLicense(licenseId, priceList);
    const isWritten = (edit.name ?? name) === name && (edit.ip ?? ip) === ip;
    if (!isWritten) throw error;
  }
}
