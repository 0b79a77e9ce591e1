import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import type { PriceListCode } from '../../src/domain/license.js';
import { alignPeriod, type AlignmentRule, type Offer } from '../../src/domain/period.js';
import { MONTHLY, YEARLY } from '../support/samples.js';

const LIMIT = { timeout: 30_000 };
const monthly: Offer = { priceList: MONTHLY, periodMonths: 1 };
const yearly: Offer = { priceList: YEARLY, periodMonths: 12 };
const both = [monthly, yearly];
const rule = (initialPeriodMonths: number, replaceByMonths: number): AlignmentRule => ({
  initialPeriodMonths,
  replaceByMonths,
});

describe('alignPeriod', () => {
  const table: readonly (readonly [string, number, readonly AlignmentRule[], object])[] = [
    ['buys a month for a month', 1, [], { ...monthly, reason: 'ExactMatch' }],
    ['buys a year for a year', 12, [], { ...yearly, reason: 'ExactMatch' }],
    ['buys the minimum for a period that is not sold', 3, [], { ...monthly, reason: 'Minimum' }],
    ['buys the minimum for a period longer than any sold', 24, [], { ...monthly, reason: 'Minimum' }],
    [
      'follows a rule before an exact match',
      1,
      [rule(1, 12)],
      { ...yearly, reason: 'Rule', rule: rule(1, 12) },
    ],
    ['follows a rule before the minimum', 3, [rule(3, 12)], { ...yearly, reason: 'Rule', rule: rule(3, 12) }],
    ['leaves alone what no rule names', 1, [rule(3, 12)], { ...monthly, reason: 'ExactMatch' }],
    [
      'passes over a rule that names a period not sold',
      12,
      [rule(12, 6)],
      { ...yearly, reason: 'ExactMatch' },
    ],
    [
      'follows the first rule of a period',
      1,
      [rule(1, 12), rule(1, 1)],
      { ...yearly, reason: 'Rule', rule: rule(1, 12) },
    ],
  ];
  for (const [name, months, rules, expected] of table) {
    it(name, LIMIT, () => assert.deepEqual(alignPeriod(months, both, rules), expected));
  }

  it('has nothing to say where nothing is sold', LIMIT, () => {
    assert.equal(alignPeriod(1, [], [rule(1, 12)]), undefined);
  });

  it('always buys something that is sold, and the shortest when nothing fits', LIMIT, () => {
    const months = fc.integer({ min: 1, max: 120 });
    const offer = fc.record({ priceList: fc.constant('1' as PriceListCode), periodMonths: months });
    const rules = fc.array(fc.record({ initialPeriodMonths: months, replaceByMonths: months }));
    fc.assert(
      fc.property(months, fc.array(offer, { minLength: 1 }), rules, (asked, offers, anyRules) => {
        const aligned = alignPeriod(asked, offers, anyRules);
        const sold = offers.map(({ periodMonths }) => periodMonths);
        assert.ok(aligned && sold.includes(aligned.periodMonths));
        if (aligned.reason === 'ExactMatch') assert.equal(aligned.periodMonths, asked);
        if (aligned.reason === 'Minimum') {
          assert.equal(aligned.periodMonths, Math.min(...sold));
          assert.ok(!sold.includes(asked));
        }
      }),
    );
  });
});
