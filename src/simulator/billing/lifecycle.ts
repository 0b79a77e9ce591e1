import { addDays, type CalendarDate } from '../../domain/base/calendar.js';
import { BillError } from '../bill-error.js';
import type { World } from '../call.js';
import type { LicenseRecord } from '../store/records.js';
import { instantOf } from './next-expiry.js';
import { changeLicense } from './operation.js';
import { prolong } from './prolong.js';

interface DueEvent {
  readonly on: CalendarDate;
  readonly run: (world: World) => void;
}

/**
 * Does what time alone does to licenses, up to today: autoprolong, suspension at expiry, deletion a
 * month later. The clock may have jumped a year: events are done one by one in the order of their
 * dates, each at its own date, since every charge leaves less for the next.
 */
export function advanceLifecycle(world: World, advancedOn: CalendarDate): void {
  const { store, rules, today } = world;
  const horizon = addDays(today, rules.autoprolongDaysBefore + 1);
  for (;;) {
    const due = store.licenses
      .where('status IN (2, 3) AND expiresOn <= ?', horizon)
      .map((license) => nextEvent(license, world))
      // What became due in hindsight, as by switching autoprolong on too late, happens now and not
      // in the past.
      .map((event) => (event.on < advancedOn ? { ...event, on: advancedOn } : event))
      .filter((event) => event.on <= today)
      .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    const [first] = due;
    if (!first) return;
    // Several licenses end on one day more often than not: a round for each would read the table
    // that many times.
    for (const { on, run } of due.filter((event) => event.on === first.on)) {
      run({ ...world, today: on, nowMs: Math.min(world.nowMs, instantOf(on, rules.utcOffsetMinutes)) });
    }
  }
}

function nextEvent(license: LicenseRecord, { rules }: World): DueEvent {
  if (license.status === 3) {
    const deletedOn = addDays(license.expiresOn, rules.deletedAfterDays);
    return { on: deletedOn, run: (world) => setStatus(world, 'lifecycle.delete', license, 4) };
  }
  if (license.autoprolong === 0) {
    const stopsOn = addDays(license.expiresOn, rules.stopsAt === 'end-of-day' ? 1 : 0);
    return { on: stopsOn, run: (world) => setStatus(world, 'lifecycle.suspend', license, 3) };
  }
  const chargedOn = addDays(license.expiresOn, -rules.autoprolongDaysBefore);
  return { on: chargedOn, run: (world) => autoprolong(world, license) };
}

/**
 * Prolongs; a refusal switches autoprolong off, so that the license stops at its expiry instead of
 * asking for ever.
 */
function autoprolong(world: World, license: LicenseRecord): void {
  try {
    prolong(world, 'lifecycle.autoprolong', license, license.autoprolong);
  } catch (error) {
    if (!(error instanceof BillError)) throw error;
    changeLicense(world, 'lifecycle.autoprolong.refused', license, { ...license, autoprolong: 0 });
  }
}

function setStatus(world: World, func: string, license: LicenseRecord, status: 3 | 4): void {
  changeLicense(world, func, license, { ...license, status });
}
