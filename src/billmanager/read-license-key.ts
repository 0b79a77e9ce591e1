import { setTimeout as sleep } from 'node:timers/promises';
import type { LicenseId } from '../domain/base/license.js';
import { rawValue } from './answer-node.js';
import type { Call } from './call.js';
import { LicenseServerError } from './errors.js';
import type { Family } from './family.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Reads a license key, asking again while it is empty; fails with `LicenseKeyPending` after
 * `waitMs`.
 */
export async function readLicenseKey(
  call: Call,
  family: Family,
  licenseId: LicenseId,
  waitMs: number,
): Promise<string> {
  let waitedMs = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const key = rawValue(await call('read', `${family}.edit`, { elid: licenseId }), 'lickey');
    if (key) return key;
    const pause = Math.min(pauseMs, waitMs - waitedMs);
    if (pause <= 0) break;
    await sleep(pause);
    waitedMs += pause;
  }
  throw new LicenseServerError(
    'LicenseKeyPending',
    'notDone',
    `license ${licenseId} has no key after ${waitedMs} ms`,
  );
}
