import { BillError } from '../bill-error.js';
import type { Call, World } from '../call.js';
import { priceOf, type PriceList } from '../catalogue.js';
import type { Account } from '../store/records.js';
import { refusal } from './refusal.js';

/**
 * Finds a price list by its code; the catalogue may have lost one that an old license was ordered
 * from.
 */
export function findPriceList({ catalogue }: World, code: string): PriceList | undefined {
  return catalogue.priceLists.find((one) => one.priceList === code);
}

export function isAvailableTo(account: Account | undefined, { priceList }: PriceList): boolean {
  return !account?.priceLists || account.priceLists.split(' ').includes(priceList);
}

/**
 * Gives the price list that a call names, refusing one that is unknown, of another family or not
 * for this account.
 */
export function orderablePriceList({ world, account }: Call, itemtype: string, code: string): PriceList {
  if (code === '') throw new BillError('wizard_unavailable', 'pricelist');
  const list = findPriceList(world, code);
  if (list?.itemtype !== itemtype || !isAvailableTo(account, list)) {
    throw refusal(world, 'priceListUnavailable', code);
  }
  return list;
}

/** Prices one period with its addons, refusing what the price list does not sell. */
export function requirePrice(
  world: World,
  list: PriceList,
  period: string | number,
  addons: Readonly<Record<string, number>> = {},
): number {
  for (const addon of Object.keys(addons)) {
    if (!list.addons.some((one) => one.addon === addon)) throw new BillError('value', `addon_${addon}`);
  }
  const price = /^-?\d{1,4}$/.test(String(period)) ? priceOf(list, Number(period), addons) : undefined;
  if (price === undefined) throw refusal(world, 'periodNotSold', String(period));
  return price;
}
