import { ApplicationFailure } from '@temporalio/common';

import { isFailureName, traitsOf, type LicenseServerFailure } from '../../domain/base/failures.js';
import type { HeldLicense } from '../../domain/life/holding.js';
import { isGivenAway } from '../../domain/base/marker.js';
import type { Money } from '../../domain/base/money.js';
import type { Offer } from '../../domain/base/period.js';
import type { Addons } from '../../domain/base/price.js';
import { askedBy } from './asked-by.js';
import { failure } from '../failures.js';
import { recordUnexpectedExpiry } from '../license/unexpected-expiry.js';
import { heldLicense, type LicenseServerAccess } from '../license/license-server-access.js';
import { foundPaid, notShown, payOnce } from './pay-once.js';
import { readPresentLicense } from '../license/read-present-license.js';

export interface ChangePriceListRequest extends Offer {
  readonly serviceId: string;
  /**
   * Names this change among those that the license has seen, as it may go to and fro between price
   * lists.
   */
  readonly changeId: string;
  readonly license: HeldLicense;
}

export type ChangePriceListResult =
  | { readonly kind: 'changed'; readonly license: HeldLicense }
  /** The license server does not change this license so: nothing was paid. */
  | { readonly kind: 'refused'; readonly failure: LicenseServerFailure; readonly message: string };

/**
 * Moves a license to another price list, where its server allows that: look, pay, read back. Fails
 * with `OutcomeUnknown` when it cannot say whether the call was executed; asked again later, it
 * looks first.
 */
export function changePriceList(access: LicenseServerAccess) {
  const { name: licenseServer, server, clock } = access;
  return async ({
    serviceId,
    changeId,
    license,
    priceList,
    periodMonths,
  }: ChangePriceListRequest): Promise<ChangePriceListResult> => {
    const { licenseId } = license;
    const intentId = `${licenseServer}/${licenseId}/${license.priceList}-${priceList}/${changeId}`;
    const read = () => readPresentLicense(server, licenseId, license.priceList);
    const find = async () => {
      const record = await read();
      return record?.priceList === priceList ? record : undefined;
    };
    const lookedAtMs = await clock.now();
    const found = await read();
    if (found && isGivenAway(found, serviceId)) {
      const message = `license ${licenseId} does not serve service ${serviceId}`;
      return { kind: 'refused', failure: 'LicenseNotFound', message };
    }
    if (found) await recordUnexpectedExpiry(access, license, found);
    if (found?.priceList === priceList) {
      await foundPaid(access, intentId, found);
      return { kind: 'changed', license: heldLicense(access, found, periodMonths, license.source) };
    }
    try {
      const amount = await difference(access, license, { priceList, periodMonths }, found?.addons);
      const intent = {
        intentId,
        kind: 'changePriceList',
        licenseServer,
        serviceId,
        askedBy: askedBy(),
        licenseId,
        priceList,
        periodMonths,
        amount,
      } as const;
      const payment = await payOnce(access, intent, lookedAtMs, {
        find,
        pay: async () => {
          await server.changePriceList(licenseId, priceList, periodMonths);
          return { licenseId };
        },
      });
      if (payment.recordedAtMs !== undefined)
        throw notShown(access, payment, lookedAtMs, `the change of license ${licenseId}`);
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      return refusal;
    }
    const after = await find();
    if (!after)
      throw failure('PaymentNotShown', `license ${licenseId} does not show price list ${priceList}`);
    return { kind: 'changed', license: heldLicense(access, after, periodMonths, license.source) };
  };
}

/**
 * No page of the vendor says what a change costs; the difference of the prices is what the ledger
 * expects.
 */
async function difference(
  { priceOf }: LicenseServerAccess,
  license: HeldLicense,
  offer: Offer,
  addons: Addons | undefined,
): Promise<Money> {
  const after = await priceOf(offer.priceList, offer.periodMonths, addons);
  const before = await priceOf(license.priceList, license.periodMonths, addons);
  return { ...after, amountMinor: Math.max(0, after.amountMinor - before.amountMinor) };
}

function refusalOf(error: unknown): Extract<ChangePriceListResult, { kind: 'refused' }> | undefined {
  if (!(error instanceof ApplicationFailure) || !isFailureName(error.type)) return undefined;
  const { type, message } = error;
  // Only a license server refuses.
  return traitsOf(type).outcome === 'refused'
    ? { kind: 'refused', failure: type as LicenseServerFailure, message }
    : undefined;
}
