import { LicenseServerError } from '../../billmanager/errors.js';
import type { LicenseServer } from '../../billmanager/license-server.js';
import type { HeldLicense } from '../../domain/life/holding.js';
import type { LicenseRecord } from '../../domain/base/license.js';
import { FREE_NAME, licenseNameOf, type Marker } from '../../domain/base/marker.js';
import type { Offer } from '../../domain/base/period.js';
import type { FreeLicense } from '../../domain/pool/pool.js';
import { refusalOfThisLicense, type LicenseRefusal } from '../../domain/life/refused-license.js';
import type { Service } from '../../domain/base/service.js';
import { failure, isFailure, messageOf } from '../failures.js';
import { pastLine } from '../pass-line.js';
import { readUnbound, unbind } from './free-license.js';
import {
  freeLicense,
  heldLicense,
  type LicenseServerAccess,
  type LicenseWriter,
} from './license-server-access.js';
import { readPresentLicense } from './read-present-license.js';
import { afterWriting, writeLicense } from './write-license.js';

export interface ReassignRequest extends Offer {
  readonly license: FreeLicense;
  readonly service: Service;
  readonly marker: Marker;
}

export type ReassignResult =
  | { readonly kind: 'reassigned'; readonly license: HeldLicense }
  /**
   * The license server refuses this license for this service: it was put back, and is as it stands
   * there.
   */
  | {
      readonly kind: 'refused';
      readonly failure: LicenseRefusal;
      readonly message: string;
      readonly license: FreeLicense;
    }
  /** It serves somebody else, or does not exist any more. */
  | { readonly kind: 'taken' | 'gone' };

/**
 * Binds a free license to a service by the vendor's steps: name and address, new key, resume, read
 * back. Each step may be repeated: what the license already shows is not written again. Nothing is
 * paid; what is left is prolonged when its renewal instant has come, like any other license.
 */
export function reassignLicense(access: LicenseServerAccess) {
  const { server } = access;
  return async (request: ReassignRequest): Promise<ReassignResult> => {
    const { license, service, marker, periodMonths } = request;
    const before = await readPresentLicense(server, license.licenseId, license.priceList);
    if (!before) return { kind: 'gone' };
    const name = licenseNameOf(service, marker);
    // Somebody who shares the account may have taken it, and a message that came twice may have
    // called it free.
    if (before.name !== FREE_NAME && before.name !== name && before.ip !== service.ip)
      return { kind: 'taken' };
    // Its steps belong together: past the line all of them are taken, or all of them undone.
    await access.passLine();
    const past = pastLine(access);
    try {
      await bind(past, before, request, name);
    } catch (error) {
      if (isFailure(error, 'LicenseNotFound')) return { kind: 'gone' };
      const refusal = error instanceof LicenseServerError && refusalOfThisLicense(error.failure);
      if (!refusal) throw error;
      const message = messageOf(error);
      return {
        kind: 'refused',
        failure: refusal,
        message,
        license: await putBack(past, before, license),
      };
    }
    const after = await afterWriting(() => server.readLicense(license.licenseId, before.priceList));
    if (after.ip !== service.ip) {
      throw failure(
        'UnreadableAnswer',
        `license ${license.licenseId} still shows ${after.ip} after it was reassigned`,
      );
    }
    return { kind: 'reassigned', license: heldLicense(access, after, periodMonths, 'pool') };
  };
}

async function bind(
  writer: LicenseWriter,
  before: LicenseRecord,
  { service, marker }: ReassignRequest,
  name: string,
): Promise<void> {
  const { server } = writer;
  const { licenseId, priceList, ip } = before;
  if (before.name !== name || ip !== service.ip) {
    const edit = { name, remoteId: marker };
    await writeLicense(writer, before, ip === service.ip ? edit : { ...edit, ip: service.ip });
  }
  await afterWriting(async () => {
    await renewKey(server, before);
    if (before.status === 'suspended') await server.resumeLicense(licenseId, priceList);
  });
}

/**
 * The last holder's key must not work for the next one. The pool hands out only licenses whose key
 * may be changed, so "too soon" means that an earlier try of ours has already changed it, or that
 * the address stays the same.
 */
async function renewKey(server: LicenseServer, { licenseId, priceList }: LicenseRecord): Promise<void> {
  try {
    await server.renewLicenseKey(licenseId, priceList);
  } catch (error) {
    if (!isFailure(error, 'KeyChangeTooSoon')) throw error;
  }
}

/**
 * Undoes what was written before the refusal, so that no customer's name stays on a license of
 * nobody's service.
 */
async function putBack(
  access: LicenseServerAccess,
  before: LicenseRecord,
  claimed: FreeLicense,
): Promise<FreeLicense> {
  const { server } = access;
  const now = await server.readLicense(before.licenseId, before.priceList);
  await unbind(access, now, now.ip === claimed.ip ? 'stays' : 'leaves');
  return freeLicense(access, await readUnbound(server, before.licenseId), claimed.lastHolder);
}
