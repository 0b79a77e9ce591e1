import type { LicenseId } from '../domain/base/license.js';
import type { Call } from './call.js';
import { expectOk } from './expect-ok.js';
import type { Family } from './family.js';

/** Stops a license; its paid time goes on. */
export async function suspendLicense(call: Call, family: Family, licenseId: LicenseId): Promise<void> {
  expectOk('write', await call('write', `${family}.suspend`, { elid: licenseId }));
}
