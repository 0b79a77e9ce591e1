import type { PriceListCode } from '../domain/base/license.js';

/** The product type (`itemtype`) that a price list belongs to, and the prefix of its functions. */
export type Family = 'soft' | 'platform';

/** Makes the function that tells the family of a price list. */
export function familyLookup(platformPriceLists: readonly string[]): (priceList: PriceListCode) => Family {
  const platform = new Set(platformPriceLists);
  return (priceList) => (platform.has(priceList) ? 'platform' : 'soft');
}
