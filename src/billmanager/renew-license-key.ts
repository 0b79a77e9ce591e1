import type { LicenseId } from '../domain/base/license.js';
import { rawValue } from './answer-node.js';
import type { Call } from './call.js';
import { expectOk } from './expect-ok.js';
import type { Family } from './family.js';

/** Asks for a new license key; the old one stops working. */
export async function renewLicenseKey(call: Call, family: Family, licenseId: LicenseId): Promise<void> {
  const parameters = { elid: licenseId, clicked_button: 'newkey', sok: 'ok' };
  const answer = await call('write', `${family}.edit`, parameters);
  // The new key in the answer says as much as `ok`.
  if (!rawValue(answer, 'lickey')) expectOk('write', answer);
}
