/**
 * Calendar dates and the arithmetic of months.
 *
 * A license server speaks of dates, Temporal of instants. The two are never compared: `Day` numbers
 * compare dates, and a date becomes an instant only through the time zone of its license server,
 * outside this file.
 */

/** A calendar date as `YYYY-MM-DD`, in the time zone of whoever wrote it. */
export type CalendarDate = string & { readonly __brand: 'CalendarDate' };

export const DAY_MS = 86_400_000;

/** Reads a `YYYY-MM-DD` that exists in the calendar; anything else gives `undefined`. */
export function parseDate(text: string): CalendarDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const known = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return known ? (text as CalendarDate) : undefined;
}

/** Reads a date that is known to be right; throws a RangeError otherwise. */
export function date(text: string): CalendarDate {
  const parsed = parseDate(text);
  if (parsed === undefined) throw new RangeError(`not a calendar date: ${text}`);
  return parsed;
}

/** Gives the date on which an instant (epoch ms) falls in UTC. */
export function utcDateOf(instantMs: number): CalendarDate {
  return new Date(instantMs).toISOString().slice(0, 10) as CalendarDate;
}

/** Writes an instant (epoch ms) for a person, to the minute. */
export function inUtc(instantMs: number): string {
  return `${new Date(instantMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Gives the instant (epoch ms) at which a date begins in UTC. */
export function utcStartOf(on: CalendarDate): number {
  const [year, month, day] = partsOf(on);
  return Date.UTC(year, month - 1, day);
}

/** Counts the days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((utcStartOf(to) - utcStartOf(from)) / DAY_MS);
}

export function addDays(on: CalendarDate, days: number): CalendarDate {
  return utcDateOf(utcStartOf(on) + days * DAY_MS);
}

/**
 * Steps whole months from an anchor: the same day of the month, or the month's last day where it
 * has no such day. Always step from the anchor, never from an earlier result: 31 Jan gives 28 Feb,
 * 31 Mar, 30 Apr.
 */
export function addMonths(anchor: CalendarDate, months: number): CalendarDate {
  const [year, month, day] = partsOf(anchor);
  const count = year * 12 + (month - 1) + months;
  const [targetYear, targetMonth] = [Math.floor(count / 12), (count % 12) + 1];
  const clamped = Math.min(day, daysInMonth(targetYear, targetMonth));
  return [String(targetYear).padStart(4, '0'), pad(targetMonth), pad(clamped)].join('-') as CalendarDate;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function partsOf(on: CalendarDate): [number, number, number] {
  return [Number(on.slice(0, 4)), Number(on.slice(5, 7)), Number(on.slice(8, 10))];
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
