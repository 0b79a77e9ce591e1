import type { PriceListCode } from './license.js';

/** The period of a trial, as license servers write it. */
export const TRIAL = -100;

/** One period that a panel is sold for at the license server, and the price list that sells it. */
export interface Offer {
  readonly priceList: PriceListCode;
  readonly periodMonths: number;
}

/**
 * A rule of period alignment, as on the vendor's page: an initial period is replaced by another.
 */
export interface AlignmentRule {
  readonly initialPeriodMonths: number;
  readonly replaceByMonths: number;
  /** The services for which alone it works; all of the processing module where it is absent. */
  readonly alignWithTariff?: TariffScope;
}

/** What a service belongs to, or what a rule is limited to. */
export interface TariffScope {
  readonly productType?: string;
  readonly tariff?: string;
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
  /** The rule that was followed. */
  readonly rule?: AlignmentRule;
}

/**
 * Maps a service's period to one that the license server sells: a rule first, then an exact match,
 * else the minimum. A tariff's rule beats a product type's, which beats a general one. A rule that
 * names a period which is not sold cannot be followed and counts as absent. No offers give
 * `undefined`.
 */
export function alignPeriod(
  servicePeriodMonths: number,
  offers: readonly Offer[],
  rules: readonly AlignmentRule[],
  service: TariffScope = {},
): Alignment | undefined {
  const sold = (months: number) => offers.find(({ periodMonths }) => periodMonths === months);
  for (const rule of rulesFor(servicePeriodMonths, rules, service)) {
    const ruled = sold(rule.replaceByMonths);
    if (ruled) return { ...ruled, reason: 'Rule', rule };
  }
  const exact = sold(servicePeriodMonths);
  if (exact) return { ...exact, reason: 'ExactMatch' };
  const minimum = sold(Math.min(...offers.map(({ periodMonths }) => periodMonths)));
  return minimum && { ...minimum, reason: 'Minimum' };
}

/** Lists the rules that a service's period falls under, the one that counts most first. */
function rulesFor(months: number, rules: readonly AlignmentRule[], service: TariffScope): AlignmentRule[] {
  return rules
    .filter((rule) => rule.initialPeriodMonths === months && includes(rule.alignWithTariff, service))
    .sort((a, b) => rankOf(b) - rankOf(a));
}

function includes({ productType, tariff }: TariffScope = {}, service: TariffScope): boolean {
  return (
    (tariff === undefined || tariff === service.tariff) &&
    (productType === undefined || productType === service.productType)
  );
}

/** Ranks a rule: a tariff's is 2, a product type's 1, a general one 0. */
export function rankOf({ alignWithTariff: { tariff, productType } = {} }: AlignmentRule): number {
  if (tariff !== undefined) return 2;
  return productType === undefined ? 0 : 1;
}

export function monthsInWords(months: number): string {
  if (months === TRIAL) return 'a trial';
  return months === 1 ? '1 month' : `${months} months`;
}

/** Says in words why a period is bought for a service's period. */
export function alignmentInWords(
  servicePeriodMonths: number,
  { reason, rule, periodMonths }: Alignment,
): string {
  const [asked, bought] = [servicePeriodMonths, periodMonths].map(monthsInWords) as [string, string];
  switch (reason) {
    case 'ExactMatch':
      return `${asked} is sold as it is`;
    case 'Minimum':
      return `${asked} is not sold, and the shortest period is ${bought}`;
    case 'Rule':
      return `${ownerInWords(rule)} replaces ${asked} by ${bought}`;
  }
}

function ownerInWords({
  alignWithTariff: { tariff, productType } = {},
}: Partial<AlignmentRule> = {}): string {
  if (tariff !== undefined) return `the rule of tariff ${tariff}`;
  return productType === undefined ? 'the general rule' : `the rule of product type ${productType}`;
}
