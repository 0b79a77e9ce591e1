import type { LicenseServer, PriceListRecord } from '../../billmanager/license-server.js';
import type { PriceListCode } from '../../domain/base/license.js';
import type { Money } from '../../domain/base/money.js';
import { monthsInWords } from '../../domain/base/period.js';
import { costOf, type Addons } from '../../domain/base/price.js';
import { failure } from '../failures.js';
import type { Clock } from '../license/license-server-access.js';

/** Prices change seldom, and a stale one only makes the ledger expect another amount. */
const FRESH_FOR_MS = 3_600_000;

/**
 * Makes the function that tells what a payment will cost, by price lists that are read again each
 * hour.
 */
export function priceFinder(server: LicenseServer, clock: Clock) {
  let known: { readonly atMs: number; readonly priceLists: readonly PriceListRecord[] } | undefined;

  return async (priceList: PriceListCode, months: number, addons?: Addons): Promise<Money> => {
    const find = () => known && costOf(known.priceLists, { priceList, periodMonths: months }, addons);
    const nowMs = await clock.now();
    const isStale = !known || Math.abs(nowMs - known.atMs) > FRESH_FOR_MS || !find();
    if (isStale) known = { atMs: nowMs, priceLists: await server.listPriceLists() };
    const cost = find();
    if (cost) return cost;
    throw failure('PriceListUnavailable', `price list ${priceList} is not sold for ${monthsInWords(months)}`);
  };
}
