import type { LicenseId } from '../domain/base/license.js';
import type { Call } from './call.js';
import { expectOk } from './expect-ok.js';
import type { Family } from './family.js';

/** Deletes a license for good; what was paid for it is lost. */
export async function deleteLicense(call: Call, family: Family, licenseId: LicenseId): Promise<void> {
  expectOk('write', await call('write', `${family}.delete`, { elid: licenseId, sok: 'ok' }));
}
