import type { LicenseId } from '../domain/base/license.js';
import type { Call } from './call.js';
import { expectOk } from './expect-ok.js';
import type { Family } from './family.js';
import type { LicenseEdit } from './license-server.js';

/** Writes the name, the address or our id of a license, or turns off its own prolongation. */
export async function editLicense(
  call: Call,
  family: Family,
  licenseId: LicenseId,
  edit: LicenseEdit,
): Promise<void> {
  const answer = await call('write', `${family}.edit`, {
    elid: licenseId,
    licname: edit.name,
    ip: edit.ip,
    remoteid: edit.remoteId,
    autoprolong: edit.autoprolong === false ? 'null' : undefined,
    sok: 'ok',
  });
  expectOk('write', answer);
}
