import { BillError } from '../bill-error.js';
import type { Call } from '../call.js';
import type { LicenseRecord } from '../store/records.js';

/**
 * Finds the caller's license that `elid` names; with an item type, only among licenses of that
 * family.
 */
export function ownLicense({ world, account }: Call, elid: string, itemtype?: string): LicenseRecord {
  const license = /^\d{1,15}$/.test(elid) ? world.store.license(Number(elid)) : undefined;
  const own = license?.accountId === account.accountId && (itemtype ?? license.itemtype) === license.itemtype;
  if (!license || !own) throw new BillError('missed', 'item', elid);
  return license;
}

/** Like `ownLicense`, but refuses a deleted one: with that, nothing can be done any more. */
export function changeableLicense(call: Call, elid: string, itemtype?: string): LicenseRecord {
  const license = ownLicense(call, elid, itemtype);
  if (license.status === 4) throw new BillError('missed', 'item', elid);
  return license;
}

/** Splits an `elid` that names several elements, as `1, 2`. */
export function elidsOf({ parameters }: Call): string[] {
  return parameters
    .get('elid')
    .split(',')
    .map((part) => part.trim());
}
