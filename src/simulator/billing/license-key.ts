import { createHash } from 'node:crypto';

import type { Rules } from '../rules.js';
import type { LicenseRecord } from '../store/records.js';

/**
 * Gives the license's key, the same at every reading; empty while it is not there yet or hidden.
 */
export function licenseKey(license: LicenseRecord, nowMs: number, rules: Rules): string {
  if (license.status === 1 || license.status === 4 || nowMs < license.keyReadyAtMs) return '';
  if (license.status === 3 && rules.keyHiddenWhileSuspended) return '';
  const { licenseId, keySerial } = license;
  const digest = createHash('sha256').update(`${licenseId}/${keySerial}`).digest('base64url');
  // Clients take the digits before the first dash as the license id.
  return `${licenseId}-${digest.replace(/[-_]/g, '').slice(0, 16)}`;
}
