import { DAY_MS, daysBetween, type CalendarDate } from '../base/calendar.js';
import type { HeldLicense } from '../life/holding.js';

/** Gives a license another expiry date, its instants moved by as many days. */
export function redated(license: HeldLicense, expiresOn: CalendarDate): HeldLicense {
  const byMs = daysBetween(license.expiresOn, expiresOn) * DAY_MS;
  const { expiresAtMs, expiredAtMs } = license;
  return { ...license, expiresOn, expiresAtMs: expiresAtMs + byMs, expiredAtMs: expiredAtMs + byMs };
}
