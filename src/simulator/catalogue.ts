import { z } from 'zod';

/** The period code of a trial. */
export const TRIAL = -100;

const amountMinor = z.int().min(0);
const prices = z.partialRecord(z.enum(['1', '3', '6', '12', '24', '36', '-100']), amountMinor);
const intname = z.string().regex(/^\w{1,40}$/);

const priceListSchema = z.strictObject({
  priceList: intname,
  title: z.string(),
  /** One address carries one license of a product, whichever of its price lists it came from. */
  product: z.string(),
  itemtype: z.enum(['soft', 'platform', 'softexternal']).default('soft'),
  /** Price in minor units of each period that is sold. */
  prices,
  trialDays: z.int().min(1).default(14),
  addons: z.array(z.strictObject({ addon: intname, title: z.string(), prices })).default([]),
});

/** What the license server sells, and in which currency. */
export const catalogueSchema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  priceLists: z.array(priceListSchema).min(1),
});

export type Catalogue = z.output<typeof catalogueSchema>;
export type CatalogueInput = z.input<typeof catalogueSchema>;
export type PriceList = z.output<typeof priceListSchema>;

/** Gives the periods that a price list sells, the shortest first and the trial last. */
export function periodsOf({ prices: sold }: PriceList): number[] {
  return Object.keys(sold)
    .map(Number)
    .sort((a, b) => (a < 0 ? 1 : b < 0 ? -1 : a - b));
}

/**
 * Gives the price in minor units of one period with its addons, or `undefined` when something of it
 * is not sold.
 */
export function priceOf(
  list: PriceList,
  period: number,
  addons: Readonly<Record<string, number>>,
): number | undefined {
  let total = priceAt(list.prices, period);
  for (const [addon, count] of Object.entries(addons)) {
    const price = priceAt(list.addons.find((one) => one.addon === addon)?.prices ?? {}, period);
    total = total === undefined || price === undefined ? undefined : total + price * count;
  }
  return total;
}

function priceAt(sold: PriceList['prices'], period: number): number | undefined {
  return (sold as Record<string, number | undefined>)[String(period)];
}
