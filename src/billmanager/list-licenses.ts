import type { LicenseList, LicenseRecord } from '../domain/license.js';
import type { Call } from './call.js';
import { LicenseServerError } from './errors.js';
import type { Family } from './family.js';
import { licenseRecord } from './license-record.js';
import { readWholeList, type WholeList } from './read-whole-list.js';
import { Unreadable } from './unreadable.js';

/**
 * Lists every license of the account. A list that cannot be relied on is returned with the reason and whatever was
 * read of it; a server that cannot be reached, or refuses, is a failure. Whether an empty list may be empty is for
 * the caller, who knows what was there before.
 */
export async function listLicenses(
  call: Call,
  families: readonly Family[],
  pageSize: number,
): Promise<LicenseList> {
  const licenses: LicenseRecord[] = [];
  const problems: string[] = [];
  for (const family of families) {
    const { rows, problem } = await readTolerantly(call, family, pageSize);
    if (problem !== undefined) problems.push(`the list ${family} cannot be trusted: ${problem}`);
    for (const row of rows) {
      const read = recordOrProblem(() => licenseRecord(row));
      if (typeof read === 'string') problems.push(`the list ${family} cannot be trusted: it has ${read}`);
      else licenses.push(read);
    }
  }
  const [reason] = problems;
  return reason === undefined ? { trusted: true, licenses } : { trusted: false, reason, licenses };
}

async function readTolerantly(call: Call, family: Family, pageSize: number): Promise<WholeList> {
  try {
    return await readWholeList(call, family, pageSize);
  } catch (error) {
    if (!(error instanceof LicenseServerError) || error.failure !== 'UnreadableAnswer') throw error;
    return { rows: [], problem: error.message };
  }
}

function recordOrProblem(read: () => LicenseRecord): LicenseRecord | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
}
