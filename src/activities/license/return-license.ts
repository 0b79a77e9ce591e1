import type { HeldLicense } from '../../domain/life/holding.js';
import { boundTo } from '../../domain/base/marker.js';
import type { FreeLicense } from '../../domain/pool/pool.js';
import type { ListPrice } from '../../domain/pool/pool-state.js';
import { failure } from '../failures.js';
import { recordUnexpectedChange, recordUnexpectedExpiry } from './unexpected-expiry.js';
import { readUnbound, unbind } from './free-license.js';
import { freeLicense, type LicenseServerAccess } from './license-server-access.js';
import { readPresentLicense } from './read-present-license.js';

export type ReturnResult =
  | { readonly kind: 'returned'; readonly license: FreeLicense; readonly price?: ListPrice }
  /**
   * Nothing is left to give back: its server has deleted it, or it serves another service by now.
   */
  | { readonly kind: 'gone' };

/**
 * Gives a license back and reads it back: only then does it count as free. Eagerly by the whole
 * convention of the vendor (name `free.lic`, address `0.0.0.0`); lazily the address stays until the
 * next hand-out, which saves one of the changes that are rationed. What it already shows is not
 * written again.
 */
export function returnLicense(access: LicenseServerAccess) {
  const { server, returnMode = 'lazy' } = access;
  return async (
    held: Pick<HeldLicense, 'licenseId' | 'priceList'> &
      Partial<Pick<HeldLicense, 'periodMonths' | 'expiresOn'>>,
    lastHolder: string,
  ): Promise<ReturnResult> => {
    const { licenseId, priceList, periodMonths, expiresOn } = held;
    const before = await readPresentLicense(server, licenseId, priceList);
    if (!before) return { kind: 'gone' };
    if (expiresOn !== undefined) await recordUnexpectedExpiry(access, { licenseId, expiresOn }, before);
    const holder = boundTo(before);
    if (holder !== undefined && holder !== lastHolder) return { kind: 'gone' };
    await recordUnexpectedChange(access, lastHolder, before);
    await unbind(access, before, returnMode === 'eager' ? 'leaves' : 'stays');
    const after = await readUnbound(server, licenseId);
    if (returnMode === 'lazy' && after.ip !== before.ip)
      throw failure('ListUntrusted', `the list shows license ${licenseId} at ${after.ip}, not ${before.ip}`);
    const price = await priceFor(access, priceList, periodMonths);
    return { kind: 'returned', license: freeLicense(access, after, lastHolder), ...(price && { price }) };
  };
}

/** The price only tells what the pool is worth, so a return does without it. */
async function priceFor(
  { priceOf }: LicenseServerAccess,
  priceList: HeldLicense['priceList'],
  months: number | undefined,
): Promise<ListPrice | undefined> {
  if (months === undefined || months < 1) return undefined;
  const cost = await priceOf(priceList, months).catch(() => undefined);
  return cost && { ...cost, months };
}
