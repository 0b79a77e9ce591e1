import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { changeableOn, type ChangeLimit } from '../../../src/domain/base/address-change.js';
import { addDays, date, daysBetween } from '../../../src/domain/base/calendar.js';

const LIMIT = { timeout: 30_000 };

describe('changeableOn', () => {
  const table: readonly (readonly [ChangeLimit, string, string])[] = [
    ['monthAgo', '2030-01-15', '2030-02-16'],
    ['monthAgo', '2030-01-31', '2030-03-01'],
    ['monthAgo', '2028-01-31', '2028-03-01'],
    ['monthAgo', '2030-12-31', '2031-02-01'],
    ['calendarMonth', '2030-01-01', '2030-02-01'],
    ['calendarMonth', '2030-01-31', '2030-02-01'],
    ['calendarMonth', '2030-12-31', '2031-01-01'],
    [{ days: 30 }, '2030-01-01', '2030-02-01'],
    [{ days: 0 }, '2030-01-01', '2030-01-02'],
  ];
  for (const [limit, changed, expected] of table) {
    it(`allows by ${JSON.stringify(limit)} on ${expected} what was changed on ${changed}`, LIMIT, () => {
      assert.equal(changeableOn(limit, [date(changed)]), expected);
    });
  }

  it('allows at once what was never changed', LIMIT, () => {
    assert.equal(changeableOn('monthAgo', []), undefined);
    assert.equal(changeableOn('monthAgo', [undefined, undefined]), undefined);
  });

  it('counts from the later one of the changes of address and key', LIMIT, () => {
    const [earlier, later] = [date('2030-01-15'), date('2030-02-03')];
    for (const changes of [
      [earlier, later],
      [later, earlier],
      [undefined, later],
    ]) {
      assert.equal(changeableOn('monthAgo', changes), '2030-03-04');
    }
  });

  it('is strictest by a month ago', LIMIT, () => {
    const anyDate = fc.integer({ min: 0, max: 3650 }).map((days) => addDays(date('2026-01-01'), days));
    fc.assert(
      fc.property(anyDate, (changed) => {
        const [month, calendar] = [
          changeableOn('monthAgo', [changed])!,
          changeableOn('calendarMonth', [changed])!,
        ];
        assert.ok(calendar <= month && calendar > changed);
        assert.ok(daysBetween(changed, month) >= 29 && daysBetween(changed, month) <= 32);
      }),
    );
  });
});
