import { LicenseServerError } from '../../billmanager/errors.js';
import type { LicenseEdit } from '../../billmanager/license-server.js';
import type { LicenseRecord } from '../../domain/base/license.js';
import { failure } from '../failures.js';
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
    const shown = await server.readLicense(licenseId, priceList).catch(() => undefined);
    const isWritten = shown && (edit.name ?? shown.name) === shown.name && (edit.ip ?? shown.ip) === shown.ip;
    if (!isWritten) throw error;
  }
}

/** Does what follows a write: where that cannot be done now, the write may stand all the same. */
export async function afterWriting<T>(rest: () => Promise<T>): Promise<T> {
  try {
    return await rest();
  } catch (error) {
    const isLater = error instanceof LicenseServerError && error.outcome === 'notDone';
    throw isLater ? failure('OutcomeUnknown', error.message) : error;
  }
}
