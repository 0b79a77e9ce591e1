import type { PriceListCode } from './license.js';

/** One period that a panel is sold for at the license server, and the price list that sells it. */
export interface Offer {
  readonly priceList: PriceListCode;
  readonly periodMonths: number;
}

/** A rule of period alignment, as on the vendor's page: an initial period is replaced by another. */
export interface AlignmentRule {
  readonly initialPeriodMonths: number;
  readonly replaceByMonths: number;
}

export type AlignmentReason =
  /** A rule of period alignment names another period. */
  | 'Rule'
  /** The price list sells the service's own period. */
  | 'ExactMatch'
  /** It does not, so the shortest period sold is bought. */
  | 'Minimum';

export interface Alignment extends Offer {
  readonly reason: AlignmentReason;
}

/**
 * Maps a service's period to one that the license server sells: a rule first, then an exact match, else the minimum.
 * A rule that names a period which is not sold cannot be followed and counts as absent. No offers give `undefined`.
 */
export function alignPeriod(
  servicePeriodMonths: number,
  offers: readonly Offer[],
  rules: readonly AlignmentRule[],
): Alignment | undefined {
  const sold = (months: number | undefined) => offers.find(({ periodMonths }) => periodMonths === months);
  const ruled = sold(rules.find((rule) => rule.initialPeriodMonths === servicePeriodMonths)?.replaceByMonths);
  if (ruled) return { ...ruled, reason: 'Rule' };
  const exact = sold(servicePeriodMonths);
  if (exact) return { ...exact, reason: 'ExactMatch' };
  const minimum = sold(Math.min(...offers.map(({ periodMonths }) => periodMonths)));
  return minimum && { ...minimum, reason: 'Minimum' };
}

export function monthsInWords(months: number): string {
  return months === 1 ? '1 month' : `${months} months`;
}
