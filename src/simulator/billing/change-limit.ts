import { addDays, addMonths, type CalendarDate } from '../../domain/base/calendar.js';
import type { ChangeLimit } from '../rules.js';

/** Tells whether an address or a key may change today, given the day of its last change. */
export function mayChange(lastChange: CalendarDate | '', today: CalendarDate, limit: ChangeLimit): boolean {
  if (lastChange === '' || limit === 'none') return true;
  switch (limit) {
    case 'calendar-month':
      return today.slice(0, 7) > lastChange.slice(0, 7);
    case '31-days':
      return today >= addDays(lastChange, 31);
    case 'month-ago':
      return today >= addMonths(lastChange, 1);
  }
}
