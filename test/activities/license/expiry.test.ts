import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { earliestInstantOf, latestInstantOf } from '../../../src/activities/license/expiry.js';
import { addDays, date, DAY_MS } from '../../../src/domain/base/calendar.js';

const LIMIT = { timeout: 60_000 };
const HOUR_MS = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);

describe('the instants that a date can mean', () => {
  const table: readonly (readonly [zone: string, on: string, from: string, to: string])[] = [
    ['UTC', '2030-03-01', '2030-03-01T00:00', '2030-03-02T00:00'],
    ['Europe/Moscow', '2030-03-01', '2030-02-28T21:00', '2030-03-01T21:00'],
    ['Asia/Kathmandu', '2030-03-01', '2030-02-28T18:15', '2030-03-01T18:15'],
    ['America/St_Johns', '2030-01-01', '2030-01-01T03:30', '2030-01-02T03:30'],
    ['Pacific/Kiritimati', '2030-03-01', '2030-02-28T10:00', '2030-03-01T10:00'],
    // The clocks go forward on this day: it has 23 hours.
    ['Europe/Berlin', '2030-03-31', '2030-03-30T23:00', '2030-03-31T22:00'],
    ['America/New_York', '2030-03-10', '2030-03-10T05:00', '2030-03-11T04:00'],
    // They go back on this one: it has 25.
    ['Europe/Berlin', '2030-10-27', '2030-10-26T22:00', '2030-10-27T23:00'],
    ['America/New_York', '2030-11-03', '2030-11-03T04:00', '2030-11-04T05:00'],
    // The days around them are of the one or the other side.
    ['Europe/Berlin', '2030-03-30', '2030-03-29T23:00', '2030-03-30T23:00'],
    ['Europe/Berlin', '2030-10-28', '2030-10-27T23:00', '2030-10-28T23:00'],
    // No vendor page says the zone: from the first place on earth to begin the day to the last to
    // end it.
    ['unknown', '2030-03-01', '2030-02-28T10:00', '2030-03-02T12:00'],
  ];
  for (const [zone, on, from, to] of table) {
    it(`are ${from} to ${to} for ${on} in ${zone}`, LIMIT, () => {
      assert.equal(iso(earliestInstantOf(date(on), zone)), from);
      assert.equal(iso(latestInstantOf(date(on), zone)), to);
    });
  }

  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Pacific/Kiritimati',
    'Etc/GMT+12',
  ];
  const anyDate = fc.integer({ min: 0, max: 20 * 365 }).map((days) => addDays(date('2026-01-01'), days));

  it('leave no gap between two days in a zone, and last about a day', LIMIT, () => {
    fc.assert(
      fc.property(anyDate, fc.constantFrom(...zones), (on, zone) => {
        assert.equal(latestInstantOf(on, zone), earliestInstantOf(addDays(on, 1), zone));
        const length = latestInstantOf(on, zone) - earliestInstantOf(on, zone);
        assert.ok(Math.abs(length - DAY_MS) <= HOUR_MS);
      }),
    );
  });

  it('of an unknown zone include those of every zone', LIMIT, () => {
    fc.assert(
      fc.property(anyDate, fc.constantFrom(...zones), (on, zone) => {
        assert.ok(earliestInstantOf(on, 'unknown') <= earliestInstantOf(on, zone));
        assert.ok(latestInstantOf(on, 'unknown') >= latestInstantOf(on, zone));
      }),
    );
  });
});
