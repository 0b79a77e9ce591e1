import type { LicenseServer } from '../../billmanager/license-server.js';
import type { LicenseId, LicenseRecord } from '../../domain/base/license.js';
import { FREE_IP, FREE_NAME } from '../../domain/base/marker.js';
import { failure, isFailure } from '../failures.js';
import type { LicenseWriter } from './license-server-access.js';
import { writeLicense } from './write-license.js';

/**
 * Takes a customer's name off a license, and its address where that is wanted; nobody pays for a
 * free license, so that its server does not prolong it by itself any more. One whose address
 * may not change yet keeps it, and without a name can already serve whoever comes with that
 * address.
 */
export async function unbind(
  writer: LicenseWriter,
  record: LicenseRecord,
  address: 'stays' | 'leaves',
): Promise<void> {
  const { name, ip, autoprolong } = record;
  const leavesAddress = address !== 'stays' && ip !== FREE_IP;
  if (name === FREE_NAME && !leavesAddress && autoprolong !== true) return;
  const edit = { name: FREE_NAME, remoteId: '', autoprolong: false } as const;
  try {
    await writeLicense(writer, record, leavesAddress ? { ...edit, ip: FREE_IP } : edit);
  } catch (error) {
    if (!leavesAddress || !isFailure(error, 'IpChangeTooSoon')) throw error;
    if (name !== FREE_NAME) await writeLicense(writer, record, edit);
  }
}

/**
 * Reads a license back from the list, as only that tells when address and key were changed last;
 * fails with `ListUntrusted` unless it is free there.
 */
export async function readUnbound(server: LicenseServer, licenseId: LicenseId): Promise<LicenseRecord> {
  const { licenses } = await server.listLicenses();
  const record = licenses.find((each) => each.licenseId === licenseId);
  if (record?.name === FREE_NAME) return record;
  throw failure('ListUntrusted', `the list does not show license ${licenseId} as free after its return`);
}
