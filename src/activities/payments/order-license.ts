import type { HeldLicense } from '../../domain/life/holding.js';
import type { LicenseId, LicenseRecord, PriceListCode } from '../../domain/base/license.js';
import { findMarked, licenseNameOf, type Marker } from '../../domain/base/marker.js';
import type { Offer } from '../../domain/base/period.js';
import type { Service } from '../../domain/base/service.js';
import { askedBy } from './asked-by.js';
import { failure, isFailure, messageOf } from '../failures.js';
import { lookUp } from '../license/find-license.js';
import { heldLicense, type LicenseServerAccess } from '../license/license-server-access.js';
import { addressIsFree } from './address-is-free.js';
import { askedPrice } from './expected-price.js';
import { foundPaid, payOnce, type Payment } from './pay-once.js';

export interface OrderRequest extends Offer {
  readonly service: Service;
  readonly marker: Marker;
  /** Addon id to amount. */
  readonly addons?: Readonly<Record<string, number>>;
}

/**
 * Orders a license unless its marker is already there: look, pay, read back. Fails with
 * `OutcomeUnknown` when it cannot say whether the order was executed; asked again later, it looks
 * first.
 */
export function orderLicense(access: LicenseServerAccess) {
  const { server, clock } = access;
  return async (request: OrderRequest): Promise<HeldLicense> => {
    const { marker, priceList, periodMonths } = request;
    const lookedAtMs = await clock.now();
    const found = await lookUp(server, marker);
    if (found) {
      await foundPaid(access, marker, found);
      return heldLicense(access, found, periodMonths, 'ordered');
    }
    const { licenseId, recordedAtMs } = await order(access, request, lookedAtMs);
    const record = await readOrdered(access, licenseId, priceList);
    // What the ledger alone knows as ordered may have been given away since, by a Workflow that was
    // reset.
    if (recordedAtMs !== undefined && !findMarked([record], marker))
      throw failure(
        'PaymentNotShown',
        `license ${licenseId} was ordered as ${marker} and serves another purpose`,
      );
    return heldLicense(access, record, periodMonths, 'ordered');
  };
}

async function readOrdered(
  { server }: LicenseServerAccess,
  licenseId: LicenseId,
  priceList: PriceListCode,
): Promise<LicenseRecord> {
  try {
    return await server.readLicense(licenseId, priceList);
  } catch (error) {
    if (isFailure(error, 'LicenseNotFound'))
      throw failure('PaymentNotShown', `license ${licenseId} was ordered and is gone`);
    throw failure(
      'OutcomeUnknown',
      `license ${licenseId} was ordered but cannot be read: ${messageOf(error)}`,
    );
  }
}

async function order(
  access: LicenseServerAccess,
  request: OrderRequest,
  lookedAtMs: number,
): Promise<Payment> {
  const { name: licenseServer, server } = access;
  const { service, marker, priceList, periodMonths, addons } = request;
  const { serviceId, ip } = service;
  const name = licenseNameOf(service, marker);
  const order = { priceList, periodMonths, ip, name, remoteId: marker, ...(addons && { addons }) };
  const intent = {
    intentId: marker,
    kind: 'order',
    licenseServer,
    serviceId,
    askedBy: askedBy(),
    marker,
    ip,
    priceList,
    periodMonths,
    ...(await askedPrice(access, { priceList, periodMonths, addons })),
  } as const;
  return await payOnce(access, intent, lookedAtMs, {
    pay: () => server.orderLicense(order),
    find: () => lookUp(server, marker),
    ruleOut: addressIsFree(access, ip),
  });
}
