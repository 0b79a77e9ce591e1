import { addDays, DAY_MS, utcStartOf, type CalendarDate } from '../../domain/base/calendar.js';

/**
 * The time zone of a license server's dates: an IANA name, or `unknown` for what no vendor page
 * says.
 */
export type ServerTimeZone = string;

const HOUR_MS = 3_600_000;

/**
 * Gives the earliest instant (epoch ms) that a license server's date can mean: the start of that
 * day there.
 */
export function earliestInstantOf(on: CalendarDate, timeZone: ServerTimeZone): number {
  return timeZone === 'unknown' ? utcStartOf(on) - 14 * HOUR_MS : startOfDay(on, timeZone);
}

/**
 * Gives the latest instant (epoch ms) that a license server's date can mean: the end of that day
 * there.
 */
export function latestInstantOf(on: CalendarDate, timeZone: ServerTimeZone): number {
  return timeZone === 'unknown'
    ? utcStartOf(on) + DAY_MS + 12 * HOUR_MS
    : startOfDay(addDays(on, 1), timeZone);
}

/**
 * The zone's offset is asked twice, since the first answer may belong to the other side of a clock
 * change.
 */
function startOfDay(on: CalendarDate, timeZone: string): number {
  const utc = utcStartOf(on);
  const guess = utc - offsetAt(utc, timeZone);
  return utc - offsetAt(guess, timeZone);
}

function offsetAt(instantMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(instantMs).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
  if (!match) return 0;
  const [, sign, hours, minutes] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
