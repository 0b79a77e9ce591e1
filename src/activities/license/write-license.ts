import { LicenseServerError } from '../../billmanager/errors.js';
import type { LicenseEdit } from '../../billmanager/license-server.js';
import type { LicenseRecord } from '../../domain/base/license.js';
import type { LicenseWriter } from './license-server-access.js';

/** Writes to a license if that is still wanted. What shows after a lost answer was written. */
export async function writeLicense(
  { server, passLine }: LicenseWriter,
  { licenseId, priceList }: Pick<LicenseRecord, 'licenseId' | 'priceList'>,
  edit: LicenseEdit,
): Promise<void> {
  await passLine();
  try {
    await server.editLicense(licenseId, priceList, edit);
  } catch (error) {
    if (!(error instanceof LicenseServerError) || error.outcome !== 'unknown') throw error;
    const { name, ip } = await server.readLicense(licenseId, priceList);
    const isWritten = (edit.name ?? name) === name && (edit.ip ?? ip) === ip;
    if (!isWritten) throw error;
  }
}
