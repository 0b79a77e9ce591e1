import { log } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';

import { LicenseServerError } from '../../billmanager/errors.js';
import type { Addons } from '../../domain/base/price.js';
import type { Offer } from '../../domain/base/period.js';
import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import { askedOfClients } from '../../domain/catalogue/tariff.js';
import type { Money } from '../../domain/base/money.js';
import type { Intent } from '../../ledger/intent.js';
import type { LicenseServerAccess } from '../license/license-server-access.js';
import { withLedgerOrFail } from './pay-once.js';

type Expected = Pick<Intent, 'amount' | 'listPriceMinor'>;
type Bought = Offer & { readonly addons?: Addons | undefined };

/** Tells what the license server asks now, with addons and without; fails as `priceOf` does. */
export async function askedPrice(
  { priceOf }: Pick<LicenseServerAccess, 'priceOf'>,
  { priceList, periodMonths, addons }: Bought,
): Promise<Required<Expected>> {
  const listPrice = await priceOf(priceList, periodMonths);
  const amount = addons ? await priceOf(priceList, periodMonths, addons) : listPrice;
  return { amount, listPriceMinor: listPrice.amountMinor };
}

/**
 * Tells what a prolongation is expected to cost. What is renewed need not be for sale any more, and
 * its price list need not be shown now: then it is what was paid for the same the last time, or
 * what the configuration asks of clients, and the license server's own refusal decides.
 */
export async function expectedPrice(access: LicenseServerAccess, bought: Bought): Promise<Expected> {
  const { priceList, periodMonths } = bought;
  const sold = access.askedOfClients?.(priceList, periodMonths);
  const expected = await askedOrPaid(access, bought, sold);
  const { amount } = expected;
  if (sold?.currency === amount.currency && sold.amountMinor < amount.amountMinor)
    log.warn('sold-below-cost', { priceList, periodMonths, price: sold, cost: amount });
  return expected;
}

async function askedOrPaid(
  access: LicenseServerAccess,
  bought: Bought,
  sold: Money | undefined,
): Promise<Expected> {
  const { name, ledger } = access;
  const { priceList, periodMonths } = bought;
  try {
    return await askedPrice(access, bought);
  } catch (error) {
    if (!isPriceless(error)) throw error;
    const paid = await withLedgerOrFail(() =>
      ledger.lastPrice({ licenseServer: name, priceList, periodMonths }),
    );
    return { amount: paid ?? sold ?? UNKNOWN };
  }
}

/** Makes the function that tells what clients pay, by the configuration that is in force then. */
export function clientPrices(catalogue: () => Catalogue): LicenseServerAccess['askedOfClients'] {
  return (priceList, months) => askedOfClients(catalogue(), priceList, months);
}

/** A payment is counted all the same; `XXX` is the code for no currency (ISO 4217). */
const UNKNOWN: Money = { amountMinor: 0, currency: 'XXX' };

/** Nothing but the price could not be told; whatever stops a payment too is no reason to guess. */
function isPriceless(error: unknown): boolean {
  if (error instanceof ApplicationFailure) return error.type === 'PriceListUnavailable';
  return (
    error instanceof LicenseServerError &&
    ['LicenseServerBusy', 'UnreadableAnswer', 'PriceListUnavailable', 'AccessDenied'].includes(error.failure)
  );
}
