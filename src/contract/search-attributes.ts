import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/**
 * Where the service stands: ordering, active, suspended, retrying, needs-human, closing, closed.
 */
export const LicenseState = defineSearchAttributeKey('LicenseState', SearchAttributeType.KEYWORD);
export const LicensePanel = defineSearchAttributeKey('LicensePanel', SearchAttributeType.KEYWORD);
export const LicenseServer = defineSearchAttributeKey('LicenseServer', SearchAttributeType.KEYWORD);
/** The number of the license at its license server. */
export const LicenseId = defineSearchAttributeKey('LicenseId', SearchAttributeType.KEYWORD);
export const LicensePaidUntil = defineSearchAttributeKey('LicensePaidUntil', SearchAttributeType.DATETIME);

/**
 * Every search attribute that `panelkeeper setup` registers and that a worker checks when it
 * starts.
 */
export const SEARCH_ATTRIBUTES = [
  LicenseState,
  LicensePanel,
  LicenseServer,
  LicenseId,
  LicensePaidUntil,
] as const;
