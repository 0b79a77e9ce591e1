import type { LicenseId, LicenseRecord } from '../domain/base/license.js';
import type { Call } from './call.js';
import type { Family } from './family.js';
import { licenseRecord } from './license-record.js';
import { understand } from './understand.js';
import { Unreadable } from './unreadable.js';

/** Reads one license; an answer about another one is not an answer. */
export async function readLicense(call: Call, family: Family, licenseId: LicenseId): Promise<LicenseRecord> {
  const form = await call('read', `${family}.edit`, { elid: licenseId });
  return understand('read', () => {
    const record = licenseRecord(form, licenseId);
    if (record.licenseId !== licenseId) throw new Unreadable('the answer is about another license');
    return record;
  });
}
