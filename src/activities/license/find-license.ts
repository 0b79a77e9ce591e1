import type { LicenseServer } from '../../billmanager/license-server.js';
import type { HeldLicense } from '../../domain/life/holding.js';
import type { LicenseRecord, PriceListCode } from '../../domain/base/license.js';
import { findMarked, type Marker } from '../../domain/base/marker.js';
import { failure } from '../failures.js';
import { heldLicense, type LicenseServerAccess } from './license-server-access.js';
import { addressIsFree } from '../payments/address-is-free.js';
import { foundPaid, recordedLicense } from '../payments/pay-once.js';
import { readPresentLicense } from './read-present-license.js';

/**
 * Finds out whether an order that nobody waits for any more was executed: gives its license, or
 * `null`. The ledger is asked as well, since a list may lag behind and nobody will look again; and
 * an order in doubt is ruled out by its address, as before it is made again.
 */
export function findLicense(access: LicenseServerAccess) {
  const { server, clock } = access;
  return async (
    marker: Marker,
    periodMonths: number,
    priceList: PriceListCode,
    ip?: string,
  ): Promise<HeldLicense | null> => {
    const lookedAtMs = await clock.now();
    const marked = await lookUp(server, marker);
    if (marked) await foundPaid(access, marker, marked);
    const ruleOut = addressIsFree(access, ip);
    const licenseId = marked?.licenseId ?? (await recordedLicense(access, marker, lookedAtMs, ruleOut));
    if (licenseId === undefined) return null;
    const record = marked ?? (await readPresentLicense(server, licenseId, priceList));
    // One that was given away since serves somebody else, or is in the pool.
    return record && findMarked([record], marker)
      ? heldLicense(access, record, periodMonths, 'ordered')
      : null;
  };
}

/**
 * Looks for the license of a marker; only a list that can be trusted proves that it is not there.
 * Fails with `PaymentNotShown` for one that waits there for its payment.
 */
export async function lookUp(server: LicenseServer, marker: Marker): Promise<LicenseRecord | undefined> {
  const list = await server.listLicenses();
  const found = findMarked(list.licenses, marker);
  if (!found && !list.trusted) throw failure('ListUntrusted', list.reason);
  if (found?.status === 'ordered')
    throw failure(
      'PaymentNotShown',
      `license ${found.licenseId} is ordered as ${marker}, and not paid there: pay it or delete it`,
    );
  return found;
}
