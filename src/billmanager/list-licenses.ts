import type { LicenseList, LicenseRecord } from '../domain/base/license.js';
import type { Call } from './call.js';
import type { Family } from './family.js';
import { licenseRecord } from './license-record.js';
import { readRecords } from './read-records.js';

/**
 * Lists every license of the account. A list that cannot be relied on is returned with the reason
 * and whatever was read of it; a server that cannot be reached, or refuses, is a failure. Whether
 * an empty list may be empty is for the caller, who knows what was there before.
 */
export async function listLicenses(
  call: Call,
  families: readonly Family[],
  pageSize: number,
): Promise<LicenseList> {
  const licenses: LicenseRecord[] = [];
  const problems: string[] = [];
  for (const family of families) {
    const list = await readRecords(call, family, pageSize, (row) => licenseRecord(row));
    licenses.push(...list.records);
    problems.push(...list.problems);
  }
  const [reason] = problems;
  return reason === undefined ? { trusted: true, licenses } : { trusted: false, reason, licenses };
}
