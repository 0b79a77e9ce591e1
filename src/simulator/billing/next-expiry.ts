import {
  addDays,
  addMonths,
  daysInMonth,
  utcStartOf,
  utcDateOf,
  type CalendarDate,
} from '../../domain/base/calendar.js';
import type { Rules } from '../rules.js';

/**
 * Adds paid months to a date by the month-end rule; `anchorDay` is the day of the month of the
 * first order.
 */
export function addPaidMonths(
  from: CalendarDate,
  months: number,
  anchorDay: number,
  rule: Rules['monthEnd'],
): CalendarDate {
  if (rule === 'drifting') return addMonths(from, months);
  const [year, month, day] = from.split('-').map(Number) as [number, number, number];
  if (rule === 'overflow') return utcDateOf(Date.UTC(year, month - 1 + months, day));
  const target = addMonths(`${from.slice(0, 8)}01` as CalendarDate, months);
  const [targetYear, targetMonth] = target.split('-').map(Number) as [number, number];
  return addDays(target, Math.min(anchorDay, daysInMonth(targetYear, targetMonth)) - 1);
}

export function dayOfMonth(on: CalendarDate): number {
  return Number(on.slice(8));
}

/** Gives the instant at which the license server's calendar reaches the beginning of a date. */
export function instantOf(on: CalendarDate, utcOffsetMinutes: number): number {
  return utcStartOf(on) - utcOffsetMinutes * 60_000;
}

/** Gives the date that the license server's calendar shows at an instant. */
export function dateAt(instantMs: number, utcOffsetMinutes: number): CalendarDate {
  return utcDateOf(instantMs + utcOffsetMinutes * 60_000);
}
