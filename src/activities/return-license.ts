import type { HeldLicense } from '../domain/life.js';
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
  return (license: HeldLicense, lastHolder: string): Promise<ReturnResult> =>
    failingByType(async () => {
      const { licenseId, priceList } = license;
      const read = () => readPresentLicense(server, licenseId, priceList);
      const before = await read();
      if (!before) return { kind: 'gone' };
      const isFree = before.name === FREE_NAME && before.ip === FREE_IP;
      if (!isFree)
        await server.editLicense(licenseId, priceList, { name: FREE_NAME, ip: FREE_IP, remoteId: '' });
      const after = isFree ? before : await read();
      if (after?.name !== FREE_NAME || after.ip !== FREE_IP) {
        throw failure(
          'UnreadableAnswer',
          `license ${licenseId} does not show ${FREE_NAME} at ${FREE_IP} after its return`,
        );
      }
      return { kind: 'returned', license: freeLicense(access, after, lastHolder) };
    });
}
