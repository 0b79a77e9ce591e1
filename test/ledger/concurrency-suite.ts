import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { openLedger } from '../../src/ledger/open-ledger.js';
import { startChild } from './child.js';
import type { Places } from './places.js';
import { readAll } from './read-all.js';
import { NO_LIMITS, NOW, order } from './sample-intent.js';

const ROUNDS_OF_KILLING = 5;

/**
 * What several connections and processes do at once, and what a killed one leaves behind, on any
 * store.
 */
export function concurrencySuite({ fresh, runSql }: Places): void {
  const limits = { ...NO_LIMITS, perHour: { payments: 10 } };

  it(
    'gives the last 10 of a limit to exactly 10 of 50 that two processes ask at once',
    { timeout: 60_000 },
    async () => {
      const place = await fresh();
      const jobs = ['a', 'b'].map((prefix) =>
        startChild(place, { kind: 'intendAtOnce', prefix, count: 25, payments: 10 }),
      );
      const answers = await Promise.all(jobs.map(({ lines }) => readAll(lines)));
      for (const { ended } of jobs) assert.deepEqual(await ended, [0, null]);
      assert.equal(answers.flat().filter((kind) => kind === 'recorded').length, 10);
      assert.equal(answers.flat().filter((kind) => kind === 'overLimit').length, 40);
      assert.equal((await runSql(place, 'select * from ledger_attempts')).length, 10);
    },
  );

  it('does so for two connections of one process, too', { timeout: 60_000 }, async () => {
    const place = await fresh();
    const ledgers = await Promise.all([openLedger(place), openLedger(place)]);
    const asked = Array.from({ length: 50 }, (_, at) =>
      ledgers[at % 2]!.intend(order(`a${at}`), limits, NOW),
    );
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    assert.equal(kinds.filter((kind) => kind === 'recorded').length, 10);
    for (const ledger of ledgers) await ledger.close();
  });

  it('records one of 20 attempts at one intent made at once', { timeout: 60_000 }, async () => {
    const place = await fresh();
    const ledgers = await Promise.all([openLedger(place), openLedger(place)]);
    const asked = Array.from({ length: 20 }, (_, at) => ledgers[at % 2]!.intend(order('a'), NO_LIMITS, NOW));
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind).sort();
    assert.deepEqual(kinds, [...Array.from({ length: 19 }, () => 'inDoubt'), 'recorded']);
    for (const ledger of ledgers) await ledger.close();
  });

  it('is opened by six at once where there was none', { timeout: 60_000 }, async () => {
    const place = await fresh();
    const ledgers = await Promise.all(Array.from({ length: 6 }, () => openLedger(place)));
    for (const ledger of ledgers) await ledger.close();
  });

  it('keeps every row that it answered for when its process is killed', { timeout: 120_000 }, async () => {
    const place = await fresh();
    const answered: string[] = [];
    for (let round = 0; round < ROUNDS_OF_KILLING; round += 1) {
      const { lines, kill, ended } = startChild(place, { kind: 'payForever', prefix: `r${round}-` });
      let seen = 0;
      for await (const line of lines) {
        answered.push(line);
        if (++seen === 20) void delay(Math.random() * 40).then(kill);
      }
      assert.deepEqual(await ended, [null, 'SIGKILL']);
    }
    const ledger = await openLedger(place);
    const states = new Map<string, string>();
    for await (const { intent, state } of ledger.entries()) states.set(intent.intentId, state);
    for (const line of answered) {
      const [what, id = ''] = line.split(' ');
      assert.ok(states.has(id), `${line} is lost`);
      if (what === 'concluded') assert.equal(states.get(id), 'done', line);
    }
    assert.ok(answered.length >= ROUNDS_OF_KILLING * 20);
    assert.equal((await ledger.intend(order('after'), NO_LIMITS, NOW)).kind, 'recorded');
    if ('file' in place)
      assert.deepEqual(await runSql(place, 'pragma integrity_check'), [{ integrity_check: 'ok' }]);
    await ledger.close();
  });
}
