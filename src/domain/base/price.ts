import type { PriceListCode } from './license.js';
import type { Money } from './money.js';
import type { Offer } from './period.js';

/** How many of which addon, by the addon's id at the license server. */
export type Addons = Readonly<Record<string, number>>;

interface PricedPeriod {
  readonly months: number;
  readonly cost: Money;
}

/** A price list of the license server, with its cost for each period that it sells. */
export interface PricedList {
  readonly priceList: PriceListCode;
  readonly periods: readonly PricedPeriod[];
  /** What one of each addon costs; absent where the license server does not tell. */
  readonly addons?: readonly { readonly addon: string; readonly periods: readonly PricedPeriod[] }[];
}

/**
 * Finds what a license server asks for an offer, with its addons; `undefined` for what it does not
 * sell. An addon whose cost it does not tell counts as nothing: the amount is an expectation, and
 * what is charged is the license server's.
 */
export function costOf(
  priceLists: readonly PricedList[],
  { priceList, periodMonths }: Offer,
  addons: Addons = {},
): Money | undefined {
  const list = priceLists.find((each) => each.priceList === priceList);
  const cost = list && costFor(list.periods, periodMonths);
  if (!cost) return undefined;
  const more = Object.entries(addons).map(([id, count]) => {
    const periods = list.addons?.find(({ addon }) => addon === id)?.periods ?? [];
    const each = costFor(periods, periodMonths);
    return each?.currency === cost.currency ? each.amountMinor * count : 0;
  });
  return { ...cost, amountMinor: more.reduce((sum, amount) => sum + amount, cost.amountMinor) };
}

function costFor(periods: readonly PricedPeriod[], periodMonths: number): Money | undefined {
  return periods.find(({ months }) => months === periodMonths)?.cost;
}
