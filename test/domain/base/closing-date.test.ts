import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { addDays, addMonths, date, daysBetween } from '../../../src/domain/base/calendar.js';
import { shortenToEnd } from '../../../src/domain/base/closing-date.js';
import { MONTHLY, YEARLY } from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };
const month = { priceList: MONTHLY, periodMonths: 1 };
const year = { priceList: YEARLY, periodMonths: 12 };
const ending = (paidUntil: string, closesOn: string) => ({
  paidUntil: date(paidUntil),
  closesOn: date(closesOn),
});

describe('shortenToEnd', () => {
  const buys = (aligned: typeof month, closesOn: string, offers = [month, year]) =>
    shortenToEnd(aligned, offers, ending('2030-03-01', closesOn)).periodMonths;

  it('buys the aligned period where it ends no later than the service', LIMIT, () => {
    assert.equal(buys(year, '2031-03-01'), 12);
    assert.equal(buys(year, '2032-01-01'), 12);
    assert.equal(buys(month, '2031-03-01'), 1, 'and never a longer one');
  });

  it('buys a shorter one where it would reach beyond the end', LIMIT, () => {
    assert.equal(buys(year, '2031-02-28'), 1);
    assert.equal(buys(year, '2030-04-01'), 1);
    assert.equal(buys(year, '2030-03-10'), 1, 'the shortest where all reach beyond');
  });

  it('buys the aligned one where nothing shorter is sold', LIMIT, () => {
    assert.equal(buys(year, '2030-03-10', [year]), 12);
    assert.equal(buys(month, '2030-03-10'), 1);
  });

  it('never pays for more than one shortest period beyond the end', LIMIT, () => {
    const offers = [1, 3, 12].map((periodMonths) => ({ ...month, periodMonths }));
    const end = fc.integer({ min: 0, max: 1500 });
    fc.assert(
      fc.property(end, fc.constantFrom(...offers), (daysLeft, aligned) => {
        const closesOn = addDays(date('2030-03-01'), daysLeft);
        let paidUntil = date('2030-03-01');
        for (let count = 0; paidUntil < closesOn && count < 2000; count += 1) {
          const { periodMonths } = shortenToEnd(aligned, offers, { paidUntil, closesOn });
          paidUntil = addMonths(paidUntil, periodMonths);
        }
        assert.ok(daysBetween(closesOn, paidUntil) <= 31);
      }),
    );
  });
});
