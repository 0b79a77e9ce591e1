import { changeableOn } from '../../domain/base/address-change.js';
import type { HeldLicense } from '../../domain/life/holding.js';
import type { LicenseRecord } from '../../domain/base/license.js';
import { isGivenAway } from '../../domain/base/marker.js';
import { latestInstantOf } from './expiry.js';
import { failure, isFailure } from '../failures.js';
import type { LicenseServerAccess } from './license-server-access.js';
import { readPresentLicense } from './read-present-license.js';
import { afterWriting, writeLicense } from './write-license.js';

export interface ReaddressRequest {
  readonly serviceId: string;
  readonly license: HeldLicense;
  readonly ip: string;
}

export type ReaddressResult =
  | { readonly kind: 'moved' | 'gone' }
  /** It stays at an address, as another license holds the wished one. */
  | { readonly kind: 'occupied'; readonly ip: string }
  /** It stays at an address, which its server lets be changed from an instant (epoch ms) on. */
  | { readonly kind: 'tooSoon'; readonly ip: string; readonly usableAtMs: number };

/**
 * Changes the address of a license in use, unless the rule for changes forbids it: then its server
 * is not even asked.
 */
export function readdressLicense(access: LicenseServerAccess) {
  const { server, clock } = access;
  return async ({ serviceId, license, ip }: ReaddressRequest): Promise<ReaddressResult> => {
    const { licenseId, priceList } = license;
    const before = await readPresentLicense(server, licenseId, priceList);
    if (!before || isGivenAway(before, serviceId)) return { kind: 'gone' };
    if (before.ip === ip) return { kind: 'moved' };
    const now = await clock.now();
    const usableAtMs = changeableAtMs(access, await listed(access, before));
    if (usableAtMs > now) return { kind: 'tooSoon', ip: before.ip, usableAtMs };
    try {
      await writeLicense(access, before, { ip });
    } catch (error) {
      if (isFailure(error, 'IpChangeTooSoon'))
        return { kind: 'tooSoon', ip: before.ip, usableAtMs: now + DAY_MS };
      if (isFailure(error, 'IpAlreadyLicensed')) return { kind: 'occupied', ip: before.ip };
      throw error;
    }
    const after = await afterWriting(() => server.readLicense(licenseId, priceList));
    if (after.ip === ip) return { kind: 'moved' };
    throw failure('UnreadableAnswer', `license ${licenseId} still shows ${after.ip} after it was moved`);
  };
}

/** Only the list tells when the address was changed last. */
async function listed({ server }: LicenseServerAccess, { licenseId }: LicenseRecord): Promise<LicenseRecord> {
  const list = await server.listLicenses();
  const record = list.licenses.find((each) => each.licenseId === licenseId);
  if (record) return record;
  throw failure('ListUntrusted', `the list does not show license ${licenseId}, which exists`);
}

/** The key of a license in use stays as it is, so that only the address counts. */
function changeableAtMs(
  { changeLimit, timeZone }: LicenseServerAccess,
  { ipChangedOn }: LicenseRecord,
): number {
  const on = changeableOn(changeLimit, [ipChangedOn]);
  return on === undefined ? 0 : latestInstantOf(on, timeZone);
}

const DAY_MS = 86_400_000;
