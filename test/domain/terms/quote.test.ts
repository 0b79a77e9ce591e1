import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { TRIAL } from '../../../src/domain/base/period.js';
import type { PricedList } from '../../../src/domain/base/price.js';
import { quote, type Quote, type QuoteRequest } from '../../../src/domain/terms/quote.js';
import { MONTHLY, YEARLY } from '../../support/samples.js';
import { LITE, sampleTariff, tariffCatalogue, TRIAL_LIST } from '../catalogue/tariff-catalogue.js';

const LIMIT = { timeout: 30_000 };
const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const priceLists: PricedList[] = [
  { priceList: MONTHLY, periods: [{ months: 1, cost: eur(2500) }] },
  { priceList: YEARLY, periods: [{ months: 12, cost: eur(25_000) }] },
  { priceList: LITE, periods: [{ months: 1, cost: eur(500) }] },
];
const inParts = { initialPeriodMonths: 1, replaceByMonths: 12, alignWithTariff: { tariff: 'start' } };
const catalogue = tariffCatalogue();
const ruled = tariffCatalogue({
  processingModules: [{ name: 'openstack', licenseServer: 'licenses', periodAlignment: [inParts] }],
});
const asked = (changes: Partial<QuoteRequest> = {}): QuoteRequest => ({
  tariff: 'start',
  panel: 'billmanager6',
  periodMonths: 1,
  ...changes,
});
const answered = (request: QuoteRequest, from = catalogue, sold = priceLists): Quote => {
  const answer = quote(from, request, sold);
  assert.ok(answer.kind === 'quote', answer.kind === 'refused' ? answer.message : '');
  return answer;
};
const minor = (amounts: Quote['price'] | undefined) =>
  amounts && [amounts.period, amounts.month, amounts.year].map(({ amountMinor }) => amountMinor);

describe('quote', () => {
  it('gives price, cost and margin for the period, a month and a year', LIMIT, () => {
    const { buys, price, cost, margin } = answered(asked());
    assert.deepEqual(buys, {
      priceList: MONTHLY,
      periodMonths: 1,
      reason: 'ExactMatch',
      why: '1 month is sold as it is',
      cost: eur(2500),
    });
    assert.deepEqual([price, cost, margin].map(minor), [
      [3000, 3000, 36_000],
      [2500, 2500, 30_000],
      [500, 500, 6000],
    ]);
  });

  it('spreads a year that is resold in parts over its months', LIMIT, () => {
    const { buys, cost, margin } = answered(asked(), ruled);
    assert.deepEqual([buys.priceList, buys.periodMonths, buys.cost], [YEARLY, 12, eur(25_000)]);
    assert.equal(buys.why, 'the rule of tariff start replaces 1 month by 12 months');
    assert.deepEqual(minor(cost), [2083, 2083, 25_000]);
    assert.deepEqual(minor(margin), [917, 917, 11_000]);
  });

  it('says what each offer would cost by the month and by the year', LIMIT, () => {
    const { offers } = answered(asked());
    assert.deepEqual(
      offers.map(({ priceList, cost }) => [priceList, cost?.month.amountMinor, cost?.year.amountMinor]),
      [
        [MONTHLY, 2500, 30_000],
        [YEARLY, 2083, 25_000],
      ],
    );
    const lite = answered(asked({ panel: '55227' })).offers;
    assert.deepEqual(
      lite.map(({ periodMonths, cost }) => [periodMonths, cost?.year.amountMinor]),
      [
        [1, 6000],
        [12, undefined],
      ],
    );
  });

  it('explains the minimum', LIMIT, () => {
    const sold = sampleTariff({ periodsMonths: [3] }).controlPanelLicense;
    const prices = { billmanager6: { 3: 8900 } };
    const tariffs = [sampleTariff({ periodsMonths: [3], controlPanelLicense: { ...sold, prices } })];
    const { buys, cost, margin } = answered(asked({ periodMonths: 3 }), tariffCatalogue({ tariffs }));
    assert.equal(buys.why, '3 months is not sold, and the shortest period is 1 month');
    assert.deepEqual(
      [minor(cost), minor(margin)],
      [
        [7500, 2500, 30_000],
        [1400, 467, 5600],
      ],
    );
  });

  it('gives what a trial costs once, and no share of it', LIMIT, () => {
    const { restrictions } = sampleTariff().controlPanelLicense;
    const prices = { '55227': { [TRIAL]: 100, 1: 650 } };
    const tariffs = [
      sampleTariff({ periodsMonths: [TRIAL, 1], controlPanelLicense: { restrictions, prices } }),
    ];
    const sold = [...priceLists, { priceList: TRIAL_LIST, periods: [{ months: TRIAL, cost: eur(20) }] }];
    const request = asked({ panel: '55227', periodMonths: TRIAL });
    const { buys, price, cost, margin, offers } = answered(request, tariffCatalogue({ tariffs }), sold);
    assert.deepEqual(
      [buys.priceList, buys.cost, buys.why],
      [TRIAL_LIST, eur(20), 'a trial is sold as it is'],
    );
    assert.deepEqual([price, cost, margin].map(minor), [
      [100, 100, 100],
      [20, 20, 20],
      [80, 80, 80],
    ]);
    assert.deepEqual(minor(offers[0]?.cost), [500, 500, 6000], 'what follows it, by the month');
  });

  it('counts the addons whose cost is told', LIMIT, () => {
    const addons = [{ addon: '55236', periods: [{ months: 1, cost: eur(600) }] }];
    const sold = priceLists.map((list) => (list.priceList === MONTHLY ? { ...list, addons } : list));
    const cost = (request: Partial<QuoteRequest>, from = sold) =>
      answered(asked(request), catalogue, from).buys.cost.amountMinor;
    assert.equal(cost({ addons: { '55236': 2 } }), 3700);
    assert.equal(cost({ addons: { '55236': 0 } }), 2500);
    assert.equal(cost({ addons: { '55236': 2 } }, priceLists), 2500, 'and no others');
    assert.equal(cost({ addons: { '55236': 2 }, periodMonths: 12 }), 25_000, 'for the period that is bought');
    assert.deepEqual(quote(catalogue, asked({ addons: { '1': 1 } }), sold), {
      kind: 'refused',
      field: 'addons',
      message: 'panel billmanager6 has no addon 1; known: 55236',
    });
  });

  it('knows no margin between two currencies', LIMIT, () => {
    const tariffs = [sampleTariff({ currency: 'USD' })];
    const { margin, price } = answered(asked(), tariffCatalogue({ tariffs }));
    assert.equal(margin, undefined);
    assert.equal(price.period.currency, 'USD');
  });

  it('refuses what cannot be ordered or has no price, by field', LIMIT, () => {
    const refusal = (request: QuoteRequest, from = catalogue, sold = priceLists) => {
      const answer = quote(from, request, sold);
      return answer.kind === 'refused' ? [answer.field, answer.message] : [];
    };
    assert.deepEqual(refusal(asked({ tariff: 'big' })), [
      'tariff',
      'tariff big is not configured; known: start',
    ]);
    assert.deepEqual(refusal(asked({ periodMonths: 3 }))[0], 'servicePeriodMonths');
    const without = sampleTariff().controlPanelLicense.restrictions;
    const tariffs = [sampleTariff({ controlPanelLicense: { restrictions: without, prices: {} } })];
    assert.deepEqual(refusal(asked(), tariffCatalogue({ tariffs })), [
      'price',
      'tariff start has no price of panel billmanager6 for 1 month',
    ]);
    assert.deepEqual(refusal(asked(), catalogue, []), [
      'cost',
      `license server licenses does not sell price list ${MONTHLY} for 1 month`,
    ]);
  });

  it('always gives a margin that is price less cost, to the unit', LIMIT, () => {
    const amount = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(amount, amount, fc.boolean(), (price, cost, yearly) => {
        const { restrictions } = sampleTariff().controlPanelLicense;
        const prices = { billmanager6: { 1: price } };
        const tariffs = [sampleTariff({ controlPanelLicense: { restrictions, prices } })];
        const sold: PricedList[] = [
          { priceList: MONTHLY, periods: [{ months: 1, cost: eur(cost) }] },
          { priceList: YEARLY, periods: [{ months: 12, cost: eur(cost) }] },
        ];
        const answer = answered(asked(), { ...(yearly ? ruled : catalogue), tariffs }, sold);
        const { year } = answer.margin!;
        assert.equal(year.amountMinor, price * 12 - (yearly ? cost : cost * 12));
        for (const span of ['period', 'month'] as const) {
          const rounded = answer.price[span].amountMinor - answer.cost[span].amountMinor;
          assert.ok(Math.abs(answer.margin![span].amountMinor - rounded) <= 1);
        }
      }),
    );
  });
});
