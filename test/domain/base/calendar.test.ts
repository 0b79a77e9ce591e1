import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import {
  addDays,
  addMonths,
  date,
  daysBetween,
  daysInMonth,
  parseDate,
  utcDateOf,
  utcStartOf,
} from '../../../src/domain/base/calendar.js';

const LIMIT = { timeout: 30_000 };
const MONTHS_OF_40_YEARS = 480;

/** Every day of a leap year and of a common one. */
const anyDate = fc.integer({ min: 0, max: 200 * 365 }).map((days) => addDays(date('1990-01-01'), days));

describe('parseDate', () => {
  for (const text of ['2030-01-31', '2028-02-29', '2000-02-29', '1999-12-31', '9999-12-31']) {
    it(`reads ${text}`, LIMIT, () => assert.equal(parseDate(text), text));
  }
  const wrong = [
    '2030-02-29',
    '1900-02-29',
    '2030-04-31',
    '2030-00-10',
    '2030-13-01',
    '2030-01-00',
    '2030-1-1',
    '0000-00-00',
    '0999-01-01',
    '2030-01-01 ',
    '2030-01-01T00:00',
    '',
    'never',
  ];
  for (const text of wrong) {
    it(`refuses "${text}"`, LIMIT, () => {
      assert.equal(parseDate(text), undefined);
      assert.throws(() => date(text), RangeError);
    });
  }
});

describe('addMonths', () => {
  it('steps from 31 January to 28 February and back to 31 March', LIMIT, () => {
    const steps = [0, 1, 2, 3, 12, 13].map((months) => addMonths(date('2030-01-31'), months));
    assert.deepEqual(steps, [
      '2030-01-31',
      '2030-02-28',
      '2030-03-31',
      '2030-04-30',
      '2031-01-31',
      '2031-02-28',
    ]);
  });

  it('gives 29 February in leap years only, also to an anchor of 29 February', LIMIT, () => {
    assert.equal(addMonths(date('2027-01-31'), 13), '2028-02-29');
    const yearly = [12, 24, 36, 48].map((months) => addMonths(date('2028-02-29'), months));
    assert.deepEqual(yearly, ['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']);
    assert.equal(addMonths(date('2096-02-29'), 48), '2100-02-28', '2100 is no leap year');
  });

  it('steps backwards over the beginning of a year', LIMIT, () => {
    assert.equal(addMonths(date('2030-01-31'), -2), '2029-11-30');
    assert.equal(addMonths(date('2030-03-31'), -1), '2030-02-28');
    assert.equal(addMonths(date('2030-05-05'), -29), '2027-12-05');
  });

  it('keeps month and day for every anchor day and every month of forty years', LIMIT, () => {
    for (const year of [2027, 2028]) {
      for (let day = 1; day <= 31; day += 1) {
        const anchor = date(`${year}-01-${String(day).padStart(2, '0')}`);
        let before = '';
        for (let n = 0; n <= MONTHS_OF_40_YEARS; n += 1) {
          const result = addMonths(anchor, n);
          const [resultYear, month, resultDay] = result.split('-').map(Number) as [number, number, number];
          assert.equal(resultYear * 12 + month - 1, year * 12 + n);
          assert.equal(resultDay, Math.min(day, daysInMonth(resultYear, month)));
          assert.equal(parseDate(result), result);
          assert.ok(result > before, `${result} follows ${before}`);
          before = result;
        }
      }
    }
  });

  it('makes a year of twelve months, counted from the anchor', LIMIT, () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 40 }), (anchor, years) => {
        const yearly = addMonths(anchor, years * 12);
        const monthly = Array.from({ length: years * 12 + 1 }, (_, n) => addMonths(anchor, n)).at(-1);
        assert.equal(monthly, yearly);
        assert.equal(Number(yearly.slice(0, 4)), Number(anchor.slice(0, 4)) + years);
        assert.equal(yearly.slice(5, 7), anchor.slice(5, 7));
      }),
    );
  });

  it('leaves no day between two periods and none in both', LIMIT, () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 36 }), (anchor, periods) => {
        const ends = Array.from({ length: periods + 1 }, (_, n) => addMonths(anchor, n));
        const days = ends.slice(1).map((end, n) => daysBetween(ends[n]!, end));
        assert.ok(days.every((length) => length >= 28 && length <= 31));
        assert.equal(
          days.reduce((sum, length) => sum + length, 0),
          daysBetween(anchor, ends.at(-1)!),
        );
      }),
    );
  });
});

describe('addDays and daysBetween', () => {
  it('undo each other', LIMIT, () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -20_000, max: 20_000 }), (from, days) => {
        assert.equal(daysBetween(from, addDays(from, days)), days);
        assert.equal(addDays(addDays(from, days), -days), from);
      }),
    );
  });

  it('count the days of a year', LIMIT, () => {
    assert.equal(daysBetween(date('2027-01-01'), date('2028-01-01')), 365);
    assert.equal(daysBetween(date('2028-01-01'), date('2029-01-01')), 366);
    assert.equal(daysBetween(date('2028-03-01'), date('2028-02-28')), -2);
  });
});

describe('an instant and its date in UTC', () => {
  it('belong together over the whole day', LIMIT, () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 86_399_999 }), (on, ms) => {
        assert.equal(utcDateOf(utcStartOf(on) + ms), on);
      }),
    );
    assert.equal(utcDateOf(utcStartOf(date('2030-03-01')) - 1), '2030-02-28');
  });
});
