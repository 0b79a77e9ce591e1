import assert from 'node:assert/strict';
import { it } from 'node:test';

import { LedgerError } from '../../src/ledger/ledger-error.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import type { AttemptOutcome, Done } from '../../src/ledger/outcome.js';
import type { Places } from './places.js';
import { done, MINUTE, NO_LIMITS, NOW, notDone, order, refused, unknown } from './sample-intent.js';

/** What an intent and its attempts may and may not do, on any store. */
export function intentsSuite({ fresh }: Places): void {
  const rule = (name: string, check: (ledger: Ledger) => Promise<void>) =>
    void it(name, { timeout: 20_000 }, async () => {
      const ledger = await openLedger(await fresh());
      try {
        await check(ledger);
      } finally {
        await ledger.close();
      }
    });
  const intend = (ledger: Ledger, id = 'a', fields = {}, nowMs = NOW) =>
    ledger.intend(order(id, fields), NO_LIMITS, nowMs);
  const contradicts = (error: unknown) => error instanceof LedgerError && error.reason === 'Contradiction';

  rule('records a first attempt', async (ledger) => {
    assert.deepEqual(await intend(ledger), { kind: 'recorded', attempt: 1 });
  });

  rule('is in doubt while the attempt before has no outcome', async (ledger) => {
    await intend(ledger);
    const again = await intend(ledger, 'a', {}, NOW + MINUTE);
    assert.deepEqual(again, { kind: 'inDoubt', intent: order('a'), attempt: 1, sinceMs: NOW });
  });

  rule('is in doubt from the moment at which an unknown outcome was given up', async (ledger) => {
    await intend(ledger);
    await ledger.conclude('a', 1, unknown, NOW + MINUTE);
    const again = await intend(ledger, 'a', {}, NOW + 2 * MINUTE);
    assert.deepEqual(again, { kind: 'inDoubt', intent: order('a'), attempt: 1, sinceMs: NOW + MINUTE });
  });

  rule('never pays again what is done, and says how it ended', async (ledger) => {
    await intend(ledger);
    await ledger.conclude('a', 1, done(), NOW);
    assert.deepEqual(await intend(ledger), { kind: 'done', outcome: done() });
  });

  for (const outcome of [refused, notDone]) {
    rule(`allows another attempt after one that was ${outcome.kind}`, async (ledger) => {
      await intend(ledger);
      await ledger.conclude('a', 1, outcome, NOW);
      assert.deepEqual(await intend(ledger), { kind: 'recorded', attempt: 2 });
      await ledger.conclude('a', 2, done(), NOW);
      assert.deepEqual(await intend(ledger), { kind: 'done', outcome: done() });
    });
  }

  for (const outcome of [done(), notDone]) {
    rule(`lets an unknown outcome be found out as ${outcome.kind}`, async (ledger) => {
      await intend(ledger);
      await ledger.conclude('a', 1, unknown, NOW);
      await ledger.conclude('a', 1, outcome, NOW);
      const [entry] = await ledger.get('a');
      assert.deepEqual(
        entry?.outcomes.map(({ kind }) => kind),
        ['unknown', outcome.kind],
      );
      assert.equal((await intend(ledger)).kind, outcome.kind === 'done' ? 'done' : 'recorded');
    });
  }

  for (const outcome of [done(), refused, notDone, unknown]) {
    rule(`takes ${outcome.kind} said twice for once, whatever the words`, async (ledger) => {
      await intend(ledger);
      await ledger.conclude('a', 1, outcome, NOW);
      const reworded = outcome.kind === 'done' ? { ...outcome, answer: 'x' } : { ...outcome, message: 'x' };
      await ledger.conclude('a', 1, reworded, NOW + MINUTE);
      const [entry] = await ledger.get('a');
      assert.deepEqual(entry?.outcomes, [{ ...outcome, atMs: NOW }]);
    });
  }

  rule('takes a done without an expiry for the same as one with it', async (ledger) => {
    const { expiresOn: _, ...undated } = done() as Done;
    await intend(ledger);
    await ledger.conclude('a', 1, undated, NOW);
    await ledger.conclude('a', 1, done(), NOW + MINUTE);
    assert.deepEqual(await intend(ledger), { kind: 'done', outcome: undated });
  });

  const contradictions: [AttemptOutcome, AttemptOutcome][] = [
    [done(), notDone],
    [done(), refused],
    [done(), unknown],
    [done('900'), done('901')],
    [done('900', '2026-02-28'), done('900', '2026-03-31')],
    [refused, done()],
    [refused, unknown],
    [notDone, done()],
    [unknown, refused],
  ];
  contradictions.forEach(([known, told], at) => {
    rule(`throws when ${known.kind} is followed by ${told.kind} (${at + 1})`, async (ledger) => {
      await intend(ledger);
      await ledger.conclude('a', 1, known, NOW);
      await assert.rejects(ledger.conclude('a', 1, told, NOW), contradicts);
      assert.equal((await ledger.get('a'))[0]?.outcomes.length, 1);
    });
  });

  rule('throws for an outcome of an attempt that nobody recorded', async (ledger) => {
    await assert.rejects(ledger.conclude('a', 1, done(), NOW), contradicts);
    await intend(ledger);
    await assert.rejects(ledger.conclude('a', 2, done(), NOW), contradicts);
  });

  rule('throws when the id of a paid intent comes back for another license server', async (ledger) => {
    await intend(ledger);
    await assert.rejects(intend(ledger, 'a', { licenseServer: 'other' }), contradicts);
    await assert.rejects(intend(ledger, 'a', { kind: 'prolong' }), contradicts);
    await ledger.conclude('a', 1, refused, NOW);
    const moved = await intend(ledger, 'a', { licenseServer: 'other' });
    assert.deepEqual(moved, { kind: 'recorded', attempt: 2 });
  });

  const broken = {
    'a fraction of a cent': { amount: { amountMinor: 0.5, currency: 'EUR' } },
    'a negative amount': { amount: { amountMinor: -1, currency: 'EUR' } },
    'an amount that is no number': { amount: { amountMinor: NaN, currency: 'EUR' } },
    'a currency of another shape': { amount: { amountMinor: 1, currency: 'euro' } },
    'an empty id': { intentId: '' },
    'a period that is not whole': { periodMonths: 1.5 },
    'a negative period that is no trial': { periodMonths: -1 },
  };
  for (const [name, fields] of Object.entries(broken)) {
    rule(`refuses ${name}`, async (ledger) => {
      await assert.rejects(
        intend(ledger, 'a', fields),
        (error) => error instanceof LedgerError && error.reason === 'Invalid',
      );
    });
  }

  rule('keeps an answer short, and one that no database could store', async (ledger) => {
    await intend(ledger);
    await ledger.conclude('a', 1, done('900', '2026-02-28', `\0\ud800'"${'\u{1f600}'.repeat(2000)}`), NOW);
    const [entry] = await ledger.get('a');
    assert.deepEqual(entry?.outcomes, [
      { ...done('900', '2026-02-28', `\ufffd\ufffd'"${'\u{1f600}'.repeat(996)}`), atMs: NOW },
    ]);
  });
}
