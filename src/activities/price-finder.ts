import type { LicenseServer, PriceListRecord } from '../billmanager/license-server.js';
import type { PriceListCode } from '../domain/license.js';
import type { Money } from '../domain/money.js';
import { monthsInWords } from '../domain/period.js';
import { failure } from './failures.js';
import type { Clock } from './license-server-access.js';

/** Prices change seldom, and a stale one only makes the ledger expect another amount. */
const FRESH_FOR_MS = 3_600_000;

/** Makes the function that tells what a payment will cost, by price lists that are read again each hour. */
export function priceFinder(server: LicenseServer, clock: Clock) {
  let known: { readonly atMs: number; readonly priceLists: readonly PriceListRecord[] } | undefined;

  const find = (priceList: PriceListCode, months: number) =>
    known?.priceLists
      .find((record) => record.priceList === priceList)
      ?.periods.find((period) => period.months === months)?.cost;

  return async (priceList: PriceListCode, months: number): Promise<Money> => {
    const nowMs = await clock.now();
    const isStale = !known || Math.abs(nowMs - known.atMs) > FRESH_FOR_MS || !find(priceList, months);
    if (isStale) known = { atMs: nowMs, priceLists: await server.listPriceLists() };
    const cost = find(priceList, months);
    if (cost) return cost;
    throw failure('PriceListUnavailable', `price list ${priceList} is not sold for ${monthsInWords(months)}`);
  };
}
