import { addDays, addMonths, type CalendarDate } from './calendar.js';

/**
 * How often a license server lets a license's address or key be changed; the vendor's texts name
 * three rules.
 */
export type ChangeLimit =
  /**
   * The last change was more than a month ago: the vendor's own pool condition, and the strictest.
   */
  | 'monthAgo'
  /** Once in a calendar month. */
  | 'calendarMonth'
  /** The last change was more than so many days ago. */
  | { readonly days: number };

/** Gives the first day on which a license can be changed again; never changed means at once. */
export function changeableOn(
  limit: ChangeLimit,
  changes: readonly (CalendarDate | undefined)[],
): CalendarDate | undefined {
  const last = changes
    .filter((on) => on !== undefined)
    .sort()
    .at(-1);
  if (last === undefined) return undefined;
  if (limit === 'monthAgo') return addDays(addMonths(last, 1), 1);
  if (limit === 'calendarMonth') return `${addMonths(last, 1).slice(0, 8)}01` as CalendarDate;
  return addDays(last, limit.days + 1);
}
