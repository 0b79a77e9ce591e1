import type { LicenseServer, LicenseOrder } from '../billmanager/license-server.js';
import type { HeldLicense } from '../domain/life.js';
import type { LicenseId, LicenseRecord } from '../domain/license.js';
import { licenseNameOf, type Marker } from '../domain/marker.js';
import type { Offer } from '../domain/period.js';
import type { Service } from '../domain/service.js';
import { lookUp } from './find-license.js';
import { failingByType, failure, isFailure, messageOf } from './failures.js';
import { heldLicense, type LicenseServerAccess } from './license-server-access.js';

export interface OrderRequest extends Offer {
  readonly service: Service;
  readonly marker: Marker;
}

/**
 * Orders a license unless its marker is already there: look, pay, read back.
 * Fails with `OutcomeUnknown` when it cannot say whether the order was executed; asked again later, it looks first.
 */
export function orderLicense(access: LicenseServerAccess) {
  const { server } = access;
  return (request: OrderRequest): Promise<HeldLicense> =>
    failingByType(async () => {
      const record = (await lookUp(server, request.marker)) ?? (await order(server, request));
      return heldLicense(access, record, request.periodMonths, 'ordered');
    });
}

async function order(server: LicenseServer, request: OrderRequest): Promise<LicenseRecord> {
  const { service, marker, priceList, periodMonths } = request;
  const name = licenseNameOf(service, marker);
  const licenseId = await place(server, { priceList, periodMonths, ip: service.ip, name, remoteId: marker });
  try {
    return await server.readLicense(licenseId, priceList);
  } catch (error) {
    throw failure(
      'OutcomeUnknown',
      `license ${licenseId} was ordered but cannot be read: ${messageOf(error)}`,
    );
  }
}

async function place(server: LicenseServer, order: LicenseOrder & { remoteId: Marker }): Promise<LicenseId> {
  try {
    return (await server.orderLicense(order)).licenseId;
  } catch (error) {
    if (!isFailure(error, 'OutcomeUnknown')) throw error;
    const found = await lookUp(server, order.remoteId).catch(() => undefined);
    if (!found) throw error;
    return found.licenseId;
  }
}
