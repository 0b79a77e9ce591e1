import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { PricedList } from '../../../src/domain/base/price.js';
import { soldBelowCost } from '../../../src/domain/terms/below-cost.js';
import { MONTHLY, YEARLY } from '../../support/samples.js';
import { LITE, tariffCatalogue } from '../catalogue/tariff-catalogue.js';

const sold = (monthly: number, yearly: number, currency = 'EUR'): PricedList[] => [
  { priceList: MONTHLY, periods: [{ months: 1, cost: { amountMinor: monthly, currency } }] },
  { priceList: YEARLY, periods: [{ months: 12, cost: { amountMinor: yearly, currency } }] },
  { priceList: LITE, periods: [{ months: 1, cost: { amountMinor: 500, currency } }] },
];
const wordsOf = (priceLists: PricedList[], server = 'licenses') =>
  soldBelowCost(tariffCatalogue(), server, priceLists).map(({ message }) => message);

describe('a tariff that sells below cost', { timeout: 5_000 }, () => {
  it('is named with both prices', () => {
    assert.deepEqual(wordsOf(sold(3100, 33_001)), [
      'tariff start sells billmanager6 for 30.00 EUR (1 month), and it costs 31.00 EUR at licenses',
      'tariff start sells billmanager6 for 330.00 EUR (12 months), and it costs 330.01 EUR at licenses',
    ]);
  });

  it('is none where price and cost are equal, in other currencies, or of another license server', () => {
    assert.deepEqual(wordsOf(sold(3000, 33_000)), []);
    assert.deepEqual(wordsOf(sold(3100, 33_001, 'USD')), []);
    assert.deepEqual(wordsOf(sold(3100, 33_001), 'another'), []);
  });
});
