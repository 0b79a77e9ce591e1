import type { Catalogue } from '../catalogue/catalogue.js';
import type { PriceListCode } from '../base/license.js';
import { isTrial, type Life } from './life.js';
import { passedOverInWords } from '../pool/passed-over.js';
import type { Need, PoolChoice } from '../pool/pool.js';
import type { Terms } from '../terms/terms.js';

/** Says why the pool is not asked at all: it does not know which addons a license has, and one with too few would not serve. */
export function whyPoolIsNotAsked({ addons }: Terms): string | undefined {
  return addons && 'it has no licenses with addons';
}

/** Says what a service wants from the pool, by its terms and what it is obtaining. */
export function needOf({ service, obtaining }: Life, terms: Terms): Need {
  const { priceList, alsoFromPool } = terms;
  const paidUntilMs = obtaining?.paidUntilMs;
  return {
    priceList,
    ip: service.ip,
    acrossPeriods: alsoFromPool !== undefined,
    // Who was promised a trial gets a whole one: what is left of another's would save nothing.
    ...(isTrial(terms) && { onlyVacates: true }),
    ...(paidUntilMs !== undefined && { paidUntilMs }),
  };
}

/** Says in words why the pool had none. */
export function whyPoolHadNone(terms: Terms, { passedOver }: PoolChoice): string {
  return isTrial(terms) ? 'a trial is always a new one' : passedOverInWords(passedOver);
}

/** Lists the other price lists of the panels that are sold under this one. */
export function siblingsOf({ enumerations }: Catalogue, priceList: PriceListCode): PriceListCode[] {
  const panels = enumerations.flatMap(({ values }) =>
    values.map((panel) => panel.priceLists.map(({ code }) => code)),
  );
  const siblings = panels.filter((codes) => codes.includes(priceList)).flat();
  return [...new Set(siblings)].filter((code) => code !== priceList);
}
