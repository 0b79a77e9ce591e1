import type { HeldLicense } from '../../domain/life/holding.js';
import type { LicenseRecord } from '../../domain/base/license.js';
import { carriesNameOf, markerIn } from '../../domain/base/marker.js';
import type { Entry } from '../../ledger/entry.js';
import { failure } from '../failures.js';
import { addressIsFree } from '../payments/address-is-free.js';
import { heldLicense, type LicenseServerAccess } from './license-server-access.js';
import { attemptsInDoubt, foundPaid, withLedgerOrFail, recordedLicense } from '../payments/pay-once.js';

export interface ForgottenRequest {
  readonly serviceId: string;
  /** What all markers of the life begin with. */
  readonly markers: string;
  readonly ip: string;
  readonly periodMonths: number;
}

/**
 * Finds a license that carries a marker of this life of a service, which may not know of it any
 * more as its Workflow was reset; or one of a life before it that was cut off, which stands at the
 * service's own address. `null` once a list that can be trusted shows none, and no order of this
 * life is in doubt.
 */
export function findForgotten(access: LicenseServerAccess) {
  const { server, clock } = access;
  return async ({ serviceId, markers, ip, periodMonths }: ForgottenRequest): Promise<HeldLicense | null> => {
    const lookedAtMs = await clock.now();
    const list = await server.listLicenses();
    const inDoubt = await withLedgerOrFail(() => attemptsInDoubt(access, serviceId));
    // What is ordered and not paid is no license yet.
    const theirs = list.licenses.filter(
      (record) => record.status !== 'ordered' && carriesNameOf(record, serviceId),
    );
    const found =
      theirs.find((record) => markerIn(record)?.startsWith(markers)) ??
      theirs.find((record) => record.ip === ip);
    if (found) {
      for (const { intent } of inDoubt.filter(isPaidBy(found)))
        await foundPaid(access, intent.intentId, found);
      return heldLicense(access, found, periodMonths, 'ordered');
    }
    if (!list.trusted) throw failure('ListUntrusted', list.reason);
    for (const { intent } of inDoubt) {
      if (!intent.marker?.startsWith(markers)) continue;
      await recordedLicense(access, intent.marker, lookedAtMs, addressIsFree(access, ip));
    }
    return null;
  };
}

/** The order that has brought the license, or a prolongation past an expiry that it has passed. */
function isPaidBy(found: LicenseRecord): (entry: Entry) => boolean {
  return ({ intent: { marker, licenseId, expected } }) =>
    marker === markerIn(found) ||
    (licenseId === found.licenseId && expected !== undefined && expected.expiresOn < found.expiresOn);
}
