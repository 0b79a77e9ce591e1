import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import type { PriceListCode } from '../../../src/domain/base/license.js';
import {
  alignPeriod,
  type AlignmentRule,
  type Offer,
  type TariffScope,
} from '../../../src/domain/base/period.js';
import { MONTHLY, YEARLY } from '../../support/samples.js';

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

  it(
    "prefers a tariff's rule to a product type's, and that to a general one, in whatever order they stand",
    LIMIT,
    () => {
      const ranked: AlignmentRule[] = [
        rule(3, 12),
        { ...rule(3, 1), alignWithTariff: { productType: 'VPS' } },
        { ...rule(3, 12), alignWithTariff: { productType: 'VPS', tariff: 'start' } },
      ];
      for (const rules of [ranked, [...ranked].reverse()]) {
        const follows = (service?: TariffScope) => alignPeriod(3, both, rules, service)?.rule;
        assert.equal(follows({ productType: 'VPS', tariff: 'start' }), ranked[2]);
        assert.equal(follows({ productType: 'VPS', tariff: 'big' }), ranked[1]);
        assert.equal(follows({ productType: 'Box', tariff: 'start' }), ranked[0]);
        assert.equal(follows(), ranked[0]);
      }
    },
  );

  it('falls back to the rule of the next rank where the period of the first is not sold', LIMIT, () => {
    const own = { ...rule(3, 6), alignWithTariff: { tariff: 'start' } };
    assert.equal(alignPeriod(3, both, [own, rule(3, 12)], { tariff: 'start' })?.periodMonths, 12);
  });

  it('follows no rule of another tariff', LIMIT, () => {
    const own = { ...rule(1, 12), alignWithTariff: { tariff: 'start' } };
    assert.deepEqual(alignPeriod(1, both, [own], { tariff: 'big' }), { ...monthly, reason: 'ExactMatch' });
    assert.deepEqual(alignPeriod(1, both, [own]), { ...monthly, reason: 'ExactMatch' });
  });

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
