import type { HeldLicense } from '../domain/life.js';
import type { LicenseRecord } from '../domain/license.js';
import { FREE_IP, FREE_NAME } from '../domain/marker.js';
import type { FreeLicense } from '../domain/pool.js';
import { failingByType, failure } from './failures.js';
import { freeLicense, type LicenseServerAccess } from './license-server-access.js';
import { readPresentLicense } from './read-present-license.js';

export type ReturnResult =
  | { readonly kind: 'returned'; readonly license: FreeLicense }
  /** The license server has deleted it: nothing is left to give back. */
  | { readonly kind: 'gone' };

/**
 * Gives a license back by the vendor's convention (name `free.lic`, address `0.0.0.0`) and reads it back: only then
 * does it count as free. May be repeated: a license that is already free is not written again.
 */
export function returnLicense(access: LicenseServerAccess) {
  const { server } = access;
  return ({ licenseId, priceList }: HeldLicense, lastHolder: string): Promise<ReturnResult> =>
    failingByType(async () => {
      const before = await readPresentLicense(server, licenseId, priceList);
      if (!before) return { kind: 'gone' };
      if (!isFree(before)) {
        await server.editLicense(licenseId, priceList, { name: FREE_NAME, ip: FREE_IP, remoteId: '' });
      }
      // Only the list tells when the address and the key were changed last.
      const { licenses } = await server.listLicenses();
      const after = licenses.find((record) => record.licenseId === licenseId);
      if (after && isFree(after))
        return { kind: 'returned', license: freeLicense(access, after, lastHolder) };
      throw failure('ListUntrusted', `the list does not show license ${licenseId} as free after its return`);
    });
}

function isFree({ name, ip }: LicenseRecord): boolean {
  return name === FREE_NAME && ip === FREE_IP;
}
