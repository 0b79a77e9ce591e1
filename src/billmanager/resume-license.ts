import type { LicenseId } from '../domain/base/license.js';
import type { Call } from './call.js';
import { expectOk } from './expect-ok.js';
import type { Family } from './family.js';

/** Starts a suspended license. */
export async function resumeLicense(call: Call, family: Family, licenseId: LicenseId): Promise<void> {
  expectOk('write', await call('write', `${family}.resume`, { elid: licenseId }));
}
