import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Sold } from '../../../src/domain/terms/check.js';
import { unsellableAt } from '../../../src/domain/terms/unsellable.js';
import { TRIAL } from '../../../src/domain/base/period.js';
import { MONTHLY, YEARLY } from '../../support/samples.js';
import { LITE, TRIAL_LIST, tariffCatalogue } from '../catalogue/tariff-catalogue.js';

const LIMIT = { timeout: 30_000 };
const sold = (priceList: Sold['priceList'], months: number[], available = true): Sold => ({
  priceList,
  name: 'a panel',
  available,
  periods: months.map((each) => ({ months: each })),
});
const trial = sold(TRIAL_LIST, [TRIAL]);

describe('unsellableAt', () => {
  it('finds nothing where all is sold', LIMIT, () => {
    const all = [sold(MONTHLY, [1]), sold(YEARLY, [12]), sold(LITE, [1, 12]), trial];
    assert.deepEqual(unsellableAt(tariffCatalogue(), 'licenses', all), []);
  });

  it('misses a trial that is not sold', LIMIT, () => {
    const all = [sold(MONTHLY, [1]), sold(YEARLY, [12]), sold(LITE, [1, 12]), sold(TRIAL_LIST, [1])];
    assert.deepEqual(
      unsellableAt(tariffCatalogue(), 'licenses', all).map(({ kind, message }) => [kind, message]),
      [['PeriodNotSold', 'price list 55239 is not sold for a trial (licenses)']],
    );
  });

  it('names each price list that is unknown, not available, or not sold for a period', LIMIT, () => {
    const some = [sold(YEARLY, [12], false), sold(LITE, [1]), trial];
    const at = 'enumerations.0.values';
    assert.deepEqual(
      unsellableAt(tariffCatalogue(), 'licenses', some).map(
        ({ kind, path, message }) => `${kind} ${path.join('.')}: ${message}`,
      ),
      [
        `UnknownPriceList ${at}.0.priceLists.0: price list 55382 is not known to the license server (licenses)`,
        `NotAvailable ${at}.0.priceLists.1: price list 55384 is not available to this account (licenses)`,
        `PeriodNotSold ${at}.1.priceLists.0: price list 55227 is not sold for 12 months (licenses)`,
      ],
    );
  });
});
