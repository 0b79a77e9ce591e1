import type { PriceListCode } from '../base/license.js';
import type { Catalogue } from './catalogue.js';

/** Lists the other price lists of the panels that are sold under this one. */
export function siblingsOf({ enumerations }: Catalogue, priceList: PriceListCode): PriceListCode[] {
  const panels = enumerations.flatMap(({ values }) =>
    values.map((panel) => panel.priceLists.map(({ code }) => code)),
  );
  const siblings = panels.filter((codes) => codes.includes(priceList)).flat();
  return [...new Set(siblings)].filter((code) => code !== priceList);
}
