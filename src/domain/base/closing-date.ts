import { addMonths, type CalendarDate } from './calendar.js';
import type { Offer } from './period.js';

/**
 * A service that ends on a known date, and until when its license is paid (or, without one, from
 * when it is needed).
 */
export interface Ending {
  readonly paidUntil: CalendarDate;
  readonly closesOn: CalendarDate;
  /**
   * What prices were found to make the cheapest way to that end; `null` where they were not
   * compared.
   */
  readonly chosen: Offer | null;
}

/**
 * What may be bought until a service ends, with the period that is bought where no end is known.
 */
export interface OffersToEnd {
  readonly aligned: Offer;
  readonly offers: readonly Offer[];
}

/**
 * Chooses the period to buy when the aligned one would reach beyond the end: the longest shorter
 * one that does not, else the shortest. So 14 months are a year and two months, never two years.
 */
export function shortenToEnd({ aligned, offers }: OffersToEnd, { paidUntil, closesOn }: Ending): Offer {
  const within = ({ periodMonths }: Offer) => addMonths(paidUntil, periodMonths) <= closesOn;
  if (within(aligned)) return aligned;
  const shorter = offers
    .filter(({ periodMonths }) => periodMonths < aligned.periodMonths)
    .sort((a, b) => b.periodMonths - a.periodMonths);
  return shorter.find(within) ?? shorter.at(-1) ?? aligned;
}

/**
 * Chooses what to buy first of the cheapest way to pay until the end, with nothing longer than the
 * aligned period: many short ones may cost more than a long one that reaches beyond it. `priceOf`
 * gives minor units. Of what costs the same the shorter way is taken, and `undefined` is given
 * where the price of the aligned period is not known.
 */
export function cheapestToEnd(
  { aligned, offers }: OffersToEnd,
  { paidUntil, closesOn }: Ending,
  priceOf: (offer: Offer) => number | undefined,
): Offer | undefined {
  if (priceOf(aligned) === undefined) return undefined;
  const sold = offers.flatMap((offer) => {
    const price = priceOf(offer);
    return price === undefined || offer.periodMonths > aligned.periodMonths ? [] : [{ offer, price }];
  });
  const none: Way = { price: 0, months: 0, first: aligned };
  /** The cheapest way to each number of months, its longest period first. */
  const ways = [none];
  for (let months = 1; addMonths(paidUntil, months - 1) < closesOn; months += 1) {
    const longer = sold.map(({ offer, price }) => {
      const rest = ways[Math.max(0, months - offer.periodMonths)] ?? none;
      const isFirst = rest.months === 0 || offer.periodMonths > rest.first.periodMonths;
      return {
        price: rest.price + price,
        months: rest.months + offer.periodMonths,
        first: isFirst ? offer : rest.first,
      };
    });
    ways.push(longer.reduce((best, way) => (isBetter(way, best) ? way : best)));
  }
  return (ways.at(-1) ?? none).first;
}

interface Way {
  readonly price: number;
  readonly months: number;
  readonly first: Offer;
}

function isBetter(way: Way, than: Way): boolean {
  return way.price < than.price || (way.price === than.price && way.months < than.months);
}
