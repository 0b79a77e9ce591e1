import type { LicenseServer } from '../billmanager/license-server.js';
import type { HeldLicense } from '../domain/life.js';
import type { LicenseRecord } from '../domain/license.js';
import { licenseNameOf, type Marker } from '../domain/marker.js';
import type { Offer } from '../domain/period.js';
import type { FreeLicense } from '../domain/pool.js';
import type { Service } from '../domain/service.js';
import { failingByType, failure, isFailure } from './failures.js';
import { freeLicense, heldLicense, type LicenseServerAccess } from './license-server-access.js';
import { readPresentLicense } from './read-present-license.js';

export interface ReassignRequest extends Offer {
  readonly license: FreeLicense;
  readonly service: Service;
  readonly marker: Marker;
}

export type ReassignResult =
  | { readonly kind: 'reassigned'; readonly license: HeldLicense }
  /** The license server refuses the new address until later: the license as it stands there. */
  | { readonly kind: 'tooSoon'; readonly license: FreeLicense }
  | { readonly kind: 'gone' };

/**
 * Binds a free license to a service by the vendor's steps: name and address, new key, resume, read back.
 * Each step may be repeated: what the license already shows is not written again.
 */
export function reassignLicense(access: LicenseServerAccess) {
  const { server } = access;
  return (request: ReassignRequest): Promise<ReassignResult> =>
    failingByType(async () => {
      const { licenseId } = request.license;
      const before = await readPresentLicense(server, licenseId, request.priceList);
      if (!before) return { kind: 'gone' };
      try {
        await rename(server, before, request);
      } catch (error) {
        if (!isFailure(error, 'IpChangeTooSoon')) throw error;
        return { kind: 'tooSoon', license: freeLicense(access, before, request.license.lastHolder) };
      }
      await renewKey(server, before);
      if (before.status === 'suspended') await server.resumeLicense(licenseId, before.priceList);
      const after = await server.readLicense(licenseId, before.priceList);
      if (after.ip !== request.service.ip) {
        throw failure(
          'UnreadableAnswer',
          `license ${licenseId} still shows ${after.ip} after it was reassigned`,
        );
      }
      return { kind: 'reassigned', license: heldLicense(access, after, request.periodMonths, 'pool') };
    });
}

async function rename(
  server: LicenseServer,
  before: LicenseRecord,
  { service, marker }: ReassignRequest,
): Promise<void> {
  const name = licenseNameOf(service, marker);
  if (before.name === name && before.ip === service.ip) return;
  await server.editLicense(before.licenseId, before.priceList, { name, ip: service.ip, remoteId: marker });
}

/**
 * The last holder's key must not work for the next one. The pool hands out only licenses whose key may be changed, so
 * "too soon" here means that an earlier try of ours has already changed it.
 */
async function renewKey(server: LicenseServer, { licenseId, priceList }: LicenseRecord): Promise<void> {
  try {
    await server.renewLicenseKey(licenseId, priceList);
  } catch (error) {
    if (!isFailure(error, 'KeyChangeTooSoon')) throw error;
  }
}
