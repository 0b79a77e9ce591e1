import assert from 'node:assert/strict';
import { it } from 'node:test';

import type { Entry } from '../../src/ledger/entry.js';
import type { Intent } from '../../src/ledger/intent.js';
import { LedgerError } from '../../src/ledger/ledger-error.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import type { Places } from './places.js';
import { readAll } from './read-all.js';
import { done, MINUTE, NO_LIMITS, NOW, order, refused, unknown } from './sample-intent.js';

/** What is recorded can be read by an auditor and changed by nobody, on any store. */
export function recordSuite({ fresh, runSql }: Places): void {
  it(
    'gives an auditor who asked for what, for how much, when, and how it ended',
    { timeout: 20_000 },
    async () => {
      const ledger = await openLedger(await fresh());
      const prolong = order('main/900/2026-02-28/prolong', {
        kind: 'prolong',
        licenseId: '900' as NonNullable<Intent['licenseId']>,
        expected: { expiresOn: '2026-02-28' } as NonNullable<Intent['expected']>,
        askedBy: 'cli ann',
      });
      await ledger.intend(order('a'), NO_LIMITS, NOW);
      await ledger.conclude('a', 1, refused, NOW + 1);
      const dearer = order('a', { amount: { amountMinor: 1200, currency: 'EUR' } });
      await ledger.intend(dearer, NO_LIMITS, NOW + 2);
      await ledger.intend(prolong, NO_LIMITS, NOW + 3);
      await ledger.conclude(prolong.intentId, 1, unknown, NOW + 4);
      await ledger.conclude(prolong.intentId, 1, done(), NOW + MINUTE);
      const expected: Entry[] = [
        {
          intent: order('a'),
          attempt: 1,
          atMs: NOW,
          state: 'refused',
          outcomes: [{ ...refused, atMs: NOW + 1 }],
        },
        { intent: dearer, attempt: 2, atMs: NOW + 2, state: 'open', outcomes: [] },
        {
          intent: prolong,
          attempt: 1,
          atMs: NOW + 3,
          state: 'done',
          outcomes: [
            { ...unknown, atMs: NOW + 4 },
            { ...done(), atMs: NOW + MINUTE },
          ],
        },
      ];
      assert.deepEqual(await readAll(ledger.entries()), expected);
      assert.deepEqual(await ledger.get('a'), expected.slice(0, 2));
      assert.deepEqual(await ledger.get('nobody'), []);
      await ledger.close();
    },
  );

  it('reads only what passes the filter, over more than one page', { timeout: 60_000 }, async () => {
    const ledger = await openLedger(await fresh());
    for (let at = 0; at < 1100; at += 1)
      await ledger.intend(order(`a${at}`, { serviceId: String(at % 2) }), NO_LIMITS, NOW + at);
    await ledger.intend(order('b', { licenseServer: 'other' }), NO_LIMITS, NOW);
    const ids = async (filter = {}) =>
      (await readAll(ledger.entries(filter))).map(({ intent }) => intent.intentId);
    assert.equal(new Set(await ids()).size, 1101);
    assert.deepEqual(await ids({ licenseServer: 'other' }), ['b']);
    assert.equal((await ids({ licenseServer: 'main', serviceId: '1' })).length, 550);
    assert.deepEqual(await ids({ licenseServer: 'main', sinceMs: NOW + 7, untilMs: NOW + 9 }), ['a7', 'a8']);
    await ledger.close();
  });

  for (const table of ['ledger_attempts', 'ledger_outcomes', 'ledger_releases']) {
    it(`lets nobody change or delete a row of ${table}`, { timeout: 20_000 }, async () => {
      const place = await fresh();
      const ledger = await openLedger(place);
      await ledger.intend(order('a'), NO_LIMITS, NOW);
      await ledger.conclude('a', 1, done(), NOW);
      await ledger.release({ licenseServer: 'main', by: 'ann', reason: 'test' }, NOW);
      await assert.rejects(runSql(place, `update ${table} set at_ms = 0`), /append-only/);
      await assert.rejects(runSql(place, `delete from ${table}`), /append-only/);
      if ('url' in place) await assert.rejects(runSql(place, `truncate ${table} cascade`), /append-only/);
      assert.equal((await runSql(place, `select * from ${table} where at_ms = ${NOW}`)).length, 1);
      await ledger.close();
    });
  }

  it('keeps one charge for an intent even against code that does not look', { timeout: 20_000 }, async () => {
    const place = await fresh();
    const ledger = await openLedger(place);
    await ledger.intend(order('a'), NO_LIMITS, NOW);
    await ledger.conclude('a', 1, refused, NOW);
    await ledger.intend(order('a'), NO_LIMITS, NOW);
    await ledger.conclude('a', 2, done(), NOW);
    const charge = (attempt: number) =>
      runSql(
        place,
        `insert into ledger_outcomes (intent_id, attempt, kind, license_id, at_ms) values ('a', ${attempt}, 'done', '1', 0)`,
      );
    await assert.rejects(charge(1), /unique/i);
    await assert.rejects(charge(2), /unique/i);
    await ledger.close();
  });

  it('finds everything again after it was closed and opened', { timeout: 20_000 }, async () => {
    const place = await fresh();
    const first = await openLedger(place);
    await first.intend(order('a'), NO_LIMITS, NOW);
    await first.conclude('a', 1, done(), NOW);
    await first.close();
    const second = await openLedger(place);
    assert.deepEqual(await second.intend(order('a'), NO_LIMITS, NOW), { kind: 'done', outcome: done() });
    await second.close();
  });

  it('throws a LedgerError when it cannot be written or read', { timeout: 20_000 }, async () => {
    const place = await fresh();
    const ledger = await openLedger(place);
    await runSql(place, 'drop table ledger_outcomes');
    await runSql(place, 'drop table ledger_attempts');
    const unavailable = (error: unknown) => error instanceof LedgerError && error.reason === 'Unavailable';
    await assert.rejects(ledger.intend(order('a'), NO_LIMITS, NOW), unavailable);
    await assert.rejects(ledger.conclude('a', 1, done(), NOW), unavailable);
    await assert.rejects(ledger.get('a'), unavailable);
    await assert.rejects(readAll(ledger.entries()), unavailable);
    await assert.rejects(
      ledger.spending('main', { ...NO_LIMITS, perDay: { payments: 1 } }, NOW),
      unavailable,
    );
    await ledger.close();
    await assert.rejects(ledger.get('a'), unavailable);
  });
}
