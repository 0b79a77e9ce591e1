import { addMonths, type CalendarDate } from './calendar.js';
import type { Offer } from './period.js';

/** A service that ends on a known date, and until when its license is paid (or, without one, from when it is needed). */
export interface Ending {
  readonly paidUntil: CalendarDate;
  readonly closesOn: CalendarDate;
}

/**
 * Chooses the period to buy when the aligned one would reach beyond the end: the longest shorter one that does not,
 * else the shortest. So 14 months are a year and two months, never two years.
 */
export function shortenToEnd(
  aligned: Offer,
  offers: readonly Offer[],
  { paidUntil, closesOn }: Ending,
): Offer {
  const within = ({ periodMonths }: Offer) => addMonths(paidUntil, periodMonths) <= closesOn;
  if (within(aligned)) return aligned;
  const shorter = offers
    .filter(({ periodMonths }) => periodMonths < aligned.periodMonths)
    .sort((a, b) => b.periodMonths - a.periodMonths);
  return shorter.find(within) ?? shorter.at(-1) ?? aligned;
}
