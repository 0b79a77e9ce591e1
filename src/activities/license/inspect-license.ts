import { FREE_NAME } from '../../domain/base/marker.js';
import type { FreeLicense } from '../../domain/pool/pool.js';
import { failure } from '../failures.js';
import { freeLicense, type LicenseServerAccess } from './license-server-access.js';
import { readPresentLicense } from './read-present-license.js';

export type Inspection =
  /**
   * It is free, or carries somebody's name and perhaps serves him, as it stands at the license
   * server.
   */
  { readonly kind: 'free' | 'bound'; readonly license: FreeLicense } | { readonly kind: 'gone' };

/** Looks what became of a license whose claim was left behind; writes nothing. */
export function inspectLicense(access: LicenseServerAccess) {
  return async ({ licenseId, priceList, lastHolder }: FreeLicense): Promise<Inspection> => {
    const present = await readPresentLicense(access.server, licenseId, priceList);
    if (!present) return { kind: 'gone' };
    // Only the list tells when the address and the key were changed last.
    const { licenses } = await access.server.listLicenses();
    const record = licenses.find((each) => each.licenseId === licenseId);
    if (!record) throw failure('ListUntrusted', `the list does not show license ${licenseId}, which exists`);
    const kind = present.name === FREE_NAME && record.name === FREE_NAME ? 'free' : 'bound';
    return { kind, license: freeLicense(access, record, lastHolder) };
  };
}
