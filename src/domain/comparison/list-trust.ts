import type { LicenseId, LicenseList } from '../base/license.js';

/**
 * What share of our licenses may be missing in a list that is still believed, unless the
 * configuration says otherwise.
 */
export const DEFAULT_MISSING_SHARE = 0.2;

/**
 * Says why nothing may be done by a list of licenses, or gives `undefined`. An empty or a short
 * list is what a broken license server shows, far more often than what has happened to the
 * licenses.
 */
export function whyNotTrusted(
  list: LicenseList,
  ours: ReadonlySet<LicenseId>,
  missingShare: number,
): string | undefined {
  if (!list.trusted) return list.reason;
  if (ours.size === 0) return undefined;
  if (list.licenses.length === 0) return `the list is empty, and we know ${ours.size} licenses`;
  const shown = new Set(list.licenses.map(({ licenseId }) => licenseId));
  const missing = [...ours].filter((licenseId) => !shown.has(licenseId)).length;
  if (missing / ours.size <= missingShare) return undefined;
  return `the list lacks ${missing} of the ${ours.size} licenses that we know`;
}
