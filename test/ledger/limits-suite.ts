import assert from 'node:assert/strict';
import { it } from 'node:test';

import type { Ledger } from '../../src/ledger/ledger.js';
import type { Limits } from '../../src/ledger/limits.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import type { Places } from './places.js';
import { DAY, done, HOUR, NO_LIMITS, NOW, notDone, order, refused, unknown } from './sample-intent.js';

/** What the spending guard lets pass, on any store. */
export function limitsSuite({ fresh }: Places): void {
  const rule = (name: string, check: (ledger: Ledger) => Promise<void>) =>
    void it(name, { timeout: 20_000 }, async () => {
      const ledger = await openLedger(await fresh());
      try {
        await check(ledger);
      } finally {
        await ledger.close();
      }
    });
  const hourly = (payments: number): Limits => ({ ...NO_LIMITS, perHour: { payments } });
  const kindOf = async (ledger: Ledger, limits: Limits, id: string, fields = {}, nowMs = NOW) =>
    (await ledger.intend(order(id, fields), limits, nowMs)).kind;

  rule('names the limit that is reached, and writes nothing', async (ledger) => {
    const limits = { ...NO_LIMITS, perServicePerDay: { payments: 1 } };
    await ledger.intend(order('a'), limits, NOW);
    assert.deepEqual(await ledger.intend(order('b'), limits, NOW), {
      kind: 'overLimit',
      limit: { scope: 'service', serviceId: '1', window: 'day', measure: 'payments', allowed: 1, used: 1 },
    });
    assert.deepEqual(await ledger.get('b'), []);
    assert.equal(await kindOf(ledger, limits, 'c', { serviceId: '2' }), 'recorded');
  });

  const tenth: Limits = { ...NO_LIMITS, maxPriceIncreasePercent: 10 };
  const priced = (listPriceMinor: number, fields = {}) => ({ listPriceMinor, ...fields });
  const paid = async (ledger: Ledger, id: string, fields = {}) => {
    await ledger.intend(order(id, fields), NO_LIMITS, NOW);
    await ledger.conclude(id, 1, done(`license of ${id}`), NOW);
  };

  rule('holds back a price that is too far above the one that was paid last', async (ledger) => {
    await paid(ledger, 'a', priced(1000));
    await paid(ledger, 'b', priced(1000, { periodMonths: 12 }));
    assert.equal(await kindOf(ledger, tenth, 'c', priced(1100)), 'recorded');
    assert.deepEqual(await ledger.intend(order('d', priced(1101)), tenth, NOW), {
      kind: 'dearer',
      rise: { lastMinor: 1000, nowMinor: 1101, currency: 'EUR', maxPercent: 10 },
    });
    assert.deepEqual(await ledger.get('d'), []);
    assert.equal(
      await kindOf(ledger, tenth, 'e', priced(5000, { priceList: '1' })),
      'recorded',
      'another list',
    );
    assert.equal(
      await kindOf(ledger, tenth, 'f', priced(5000, { periodMonths: 3 })),
      'recorded',
      'another period',
    );
    assert.equal(await kindOf(ledger, tenth, 'g', priced(500)), 'recorded', 'a cheaper one');
    assert.equal(await kindOf(ledger, NO_LIMITS, 'h', priced(5000)), 'recorded', 'no limit');
  });

  rule('compares with what was paid, not with what was tried', async (ledger) => {
    await paid(ledger, 'a', priced(1000));
    await ledger.intend(order('b', priced(2000)), NO_LIMITS, NOW);
    await ledger.conclude('b', 1, refused, NOW);
    assert.equal(await kindOf(ledger, tenth, 'c', priced(2000)), 'dearer');
  });

  rule('lets a price pass that a human has released, for a service or for all', async (ledger) => {
    await paid(ledger, 'a', priced(1000));
    await ledger.release({ licenseServer: 'main', serviceId: '1', by: 'ann', reason: 'dearer' }, NOW);
    assert.equal(await kindOf(ledger, tenth, 'b', priced(2000)), 'recorded');
    assert.equal(await kindOf(ledger, tenth, 'c', priced(2000, { serviceId: '2' })), 'dearer');
    await ledger.release({ licenseServer: 'main', by: 'ann', reason: 'dearer' }, NOW);
    assert.equal(await kindOf(ledger, tenth, 'c', priced(2000, { serviceId: '2' })), 'recorded');
  });

  rule('tells what was paid last, without addons where that is known', async (ledger) => {
    const last = () => ledger.lastPrice({ licenseServer: 'main', priceList: '55382', periodMonths: 1 });
    assert.equal(await last(), undefined);
    await paid(ledger, 'a', { amount: { amountMinor: 1200, currency: 'EUR' } });
    assert.deepEqual(await last(), { amountMinor: 1200, currency: 'EUR' });
    await paid(ledger, 'b', priced(1000, { amount: { amountMinor: 1500, currency: 'EUR' } }));
    assert.deepEqual(await last(), { amountMinor: 1000, currency: 'EUR' });
  });

  rule('lets an amount be spent to the last cent, and not one more', async (ledger) => {
    const limits = { ...NO_LIMITS, perDay: { amountMinor: 2000 } };
    assert.equal(
      await kindOf(ledger, limits, 'a', { amount: { amountMinor: 1500, currency: 'EUR' } }),
      'recorded',
    );
    assert.deepEqual(
      await ledger.intend(order('b', { amount: { amountMinor: 501, currency: 'EUR' } }), limits, NOW),
      {
        kind: 'overLimit',
        limit: {
          scope: 'licenseServer',
          window: 'day',
          measure: 'amountMinor',
          currency: 'EUR',
          allowed: 2000,
          used: 1500,
        },
      },
    );
    assert.equal(
      await kindOf(ledger, limits, 'c', { amount: { amountMinor: 500, currency: 'EUR' } }),
      'recorded',
    );
  });

  for (const [window, ms, limits] of [
    ['hour', HOUR, hourly(1)],
    ['day', DAY, { ...NO_LIMITS, perDay: { payments: 1 } }],
    ['day of a service', DAY, { ...NO_LIMITS, perServicePerDay: { payments: 1 } }],
  ] as const) {
    rule(`slides the window of a ${window}: the last ms counts, the one after does not`, async (ledger) => {
      await ledger.intend(order('a'), limits, NOW);
      assert.equal(await kindOf(ledger, limits, 'b', {}, NOW + ms - 1), 'overLimit');
      assert.equal(await kindOf(ledger, limits, 'b', {}, NOW + ms), 'recorded');
    });
  }

  rule('counts what a faster clock wrote', async (ledger) => {
    await ledger.intend(order('a'), hourly(1), NOW + 10 * HOUR);
    assert.equal(await kindOf(ledger, hourly(1), 'b'), 'overLimit');
  });

  for (const [outcome, counts] of [
    [undefined, true],
    [unknown, true],
    [done(), true],
    [refused, false],
    [notDone, false],
  ] as const) {
    rule(
      `${counts ? 'counts' : 'does not count'} an attempt that is ${outcome?.kind ?? 'open'}`,
      async (ledger) => {
        await ledger.intend(order('a'), hourly(1), NOW);
        if (outcome) await ledger.conclude('a', 1, outcome, NOW);
        assert.equal(await kindOf(ledger, hourly(1), 'b'), counts ? 'overLimit' : 'recorded');
      },
    );
  }

  rule(
    'does not count an unknown outcome any more when it is found out that nothing was done',
    async (ledger) => {
      await ledger.intend(order('a'), hourly(1), NOW);
      await ledger.conclude('a', 1, unknown, NOW);
      await ledger.conclude('a', 1, notDone, NOW);
      assert.equal(await kindOf(ledger, hourly(1), 'b'), 'recorded');
    },
  );

  rule('answers about what was paid even when a limit is reached', async (ledger) => {
    await ledger.intend(order('a'), hourly(1), NOW);
    assert.equal(await kindOf(ledger, hourly(1), 'a'), 'inDoubt');
    await ledger.conclude('a', 1, done(), NOW);
    assert.equal(await kindOf(ledger, hourly(0), 'a'), 'done');
  });

  rule('counts each license server for itself', async (ledger) => {
    await ledger.intend(order('a'), hourly(1), NOW);
    assert.equal(await kindOf(ledger, hourly(1), 'b', { licenseServer: 'other' }), 'recorded');
  });

  rule('counts amounts of each currency apart, payments together', async (ledger) => {
    const limits = { ...NO_LIMITS, perDay: { amountMinor: 1000, payments: 2 } };
    const rubles = { amount: { amountMinor: 1000, currency: 'RUB' } };
    assert.equal(await kindOf(ledger, limits, 'a'), 'recorded');
    assert.equal(await kindOf(ledger, limits, 'b', rubles), 'recorded');
    const third = await ledger.intend(
      order('c', { amount: { amountMinor: 0, currency: 'USD' } }),
      limits,
      NOW,
    );
    assert.equal(third.kind === 'overLimit' && third.limit.measure, 'payments');
    const euros = await ledger.intend(order('c'), { ...NO_LIMITS, perDay: { amountMinor: 1999 } }, NOW);
    assert.equal(euros.kind === 'overLimit' && euros.limit.used, 1000);
  });

  rule('fails closed on a limit that is not a number', async (ledger) => {
    assert.equal(await kindOf(ledger, hourly(NaN), 'a'), 'overLimit');
  });

  rule('goes on after a release of just the scope that is reached', async (ledger) => {
    const limits = { ...NO_LIMITS, perServicePerDay: { payments: 1 }, perHour: { payments: 1 } };
    const scopeOf = async (id: string) => {
      const answer = await ledger.intend(order(id), limits, NOW);
      return answer.kind === 'overLimit' ? answer.limit.scope : answer.kind;
    };
    await scopeOf('a');
    assert.equal(await scopeOf('b'), 'service');
    await ledger.release({ licenseServer: 'main', serviceId: '2', by: 'ann', reason: 'other' }, NOW);
    await ledger.release({ licenseServer: 'other', serviceId: '1', by: 'ann', reason: 'other' }, NOW);
    assert.equal(await scopeOf('b'), 'service');
    await ledger.release({ licenseServer: 'main', serviceId: '1', by: 'ann', reason: 'a big order' }, NOW);
    assert.equal(await scopeOf('b'), 'licenseServer');
    await ledger.release({ licenseServer: 'main', by: 'ann', reason: 'a big order' }, NOW - HOUR);
    assert.equal(await scopeOf('b'), 'recorded');
    assert.equal(await scopeOf('c'), 'service');
    assert.deepEqual(
      (await ledger.releases('main')).map(({ serviceId, by, atMs }) => [serviceId, by, atMs]),
      [
        ['2', 'ann', NOW],
        ['1', 'ann', NOW],
        [undefined, 'ann', NOW - HOUR],
      ],
    );
  });

  rule('shows an operator what is used of what is allowed', async (ledger) => {
    const limits = {
      perServicePerDay: { payments: 3 },
      perHour: { amountMinor: 9000 },
      perDay: { payments: 9 },
    };
    const none = await ledger.spending('main', limits, NOW);
    assert.deepEqual(
      none.map(({ scope, window, used, allowed }) => [scope, window, used, allowed]),
      [
        ['licenseServer', 'hour', 0, 9000],
        ['licenseServer', 'day', 0, 9],
      ],
    );
    await ledger.intend(order('a'), limits, NOW - 2 * HOUR);
    await ledger.intend(order('b'), limits, NOW);
    await ledger.intend(
      order('c', { serviceId: '2', amount: { amountMinor: 700, currency: 'RUB' } }),
      limits,
      NOW,
    );
    assert.deepEqual(await ledger.spending('main', limits, NOW), [
      { scope: 'service', serviceId: '1', window: 'day', measure: 'payments', allowed: 3, used: 2 },
      { scope: 'service', serviceId: '2', window: 'day', measure: 'payments', allowed: 3, used: 1 },
      {
        scope: 'licenseServer',
        window: 'hour',
        measure: 'amountMinor',
        currency: 'EUR',
        allowed: 9000,
        used: 1000,
      },
      {
        scope: 'licenseServer',
        window: 'hour',
        measure: 'amountMinor',
        currency: 'RUB',
        allowed: 9000,
        used: 700,
      },
      { scope: 'licenseServer', window: 'day', measure: 'payments', allowed: 9, used: 3 },
    ]);
  });
}
