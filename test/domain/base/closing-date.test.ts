import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { addDays, addMonths, date, daysBetween } from '../../../src/domain/base/calendar.js';
import { cheapestToEnd, shortenToEnd } from '../../../src/domain/base/closing-date.js';
import { MONTHLY, YEARLY } from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };
const month = { priceList: MONTHLY, periodMonths: 1 };
const year = { priceList: YEARLY, periodMonths: 12 };
const ending = (paidUntil: string, closesOn: string) => ({
  paidUntil: date(paidUntil),
  closesOn: date(closesOn),
  chosen: null,
});

describe('shortenToEnd', () => {
  const buys = (aligned: typeof month, closesOn: string, offers = [month, year]) =>
    shortenToEnd({ aligned, offers }, ending('2030-03-01', closesOn)).periodMonths;

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
          const { periodMonths } = shortenToEnd({ aligned, offers }, { paidUntil, closesOn, chosen: null });
          paidUntil = addMonths(paidUntil, periodMonths);
        }
        assert.ok(daysBetween(closesOn, paidUntil) <= 31);
      }),
    );
  });
});

describe('cheapestToEnd', () => {
  const PRICES = new Map([
    [1, 2500],
    [3, 7000],
    [12, 25_000],
  ]);
  const offers = [1, 3, 12].map((periodMonths) => ({ ...month, periodMonths }));
  const priceOf = ({ periodMonths }: { periodMonths: number }) => PRICES.get(periodMonths);
  const first = (closesOn: string, aligned = year) =>
    cheapestToEnd({ aligned, offers: [month, year] }, ending('2030-03-01', closesOn), priceOf);

  it('buys a year where its months would cost more', LIMIT, () => {
    assert.equal(first('2031-02-01')?.periodMonths, 12, '11 months cost 275.00');
    assert.equal(first('2031-01-01')?.periodMonths, 1, '10 months cost as much, and nothing is left over');
    assert.equal(first('2032-01-01')?.periodMonths, 12, 'two years in place of 22 months');
    assert.equal(first('2031-05-01')?.periodMonths, 12, 'a year first, and two months');
  });

  it('never buys a longer period than the aligned one', LIMIT, () => {
    assert.equal(first('2031-02-01', month)?.periodMonths, 1);
  });

  it(
    'says nothing where the price of the aligned one is not known, and leaves out what is not sold',
    LIMIT,
    () => {
      const end = ending('2030-03-01', '2031-02-01');
      assert.equal(
        cheapestToEnd({ aligned: year, offers: [month, year] }, end, () => undefined),
        undefined,
      );
      const yearsOnly = (offer: typeof year) => (offer.periodMonths === 12 ? 25_000 : undefined);
      assert.equal(cheapestToEnd({ aligned: year, offers: [month, year] }, end, yearsOnly)?.periodMonths, 12);
    },
  );

  it('is never dearer than buying as without prices, and pays to the end', LIMIT, () => {
    const paid = (closesOn: typeof start, next: (paidUntil: typeof start) => typeof month) => {
      let [paidUntil, price] = [start, 0];
      while (paidUntil < closesOn) {
        const offer = next(paidUntil);
        price += priceOf(offer)!;
        paidUntil = addMonths(paidUntil, offer.periodMonths);
      }
      return price;
    };
    const start = date('2030-03-01');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), fc.constantFrom(...offers), (daysLeft, aligned) => {
        const closesOn = addDays(start, daysLeft);
        const toEnd = { aligned, offers };
        const by = (paidUntil: typeof start) => ({ paidUntil, closesOn, chosen: null });
        const cheapest = paid(closesOn, (until) => cheapestToEnd(toEnd, by(until), priceOf)!);
        assert.ok(cheapest <= paid(closesOn, (until) => shortenToEnd(toEnd, by(until))));
      }),
    );
  });
});
