import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';

import { LedgerError } from '../../src/ledger/ledger-error.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { concurrencySuite } from './concurrency-suite.js';
import { intentsSuite } from './intents-suite.js';
import { limitsSuite } from './limits-suite.js';
import { modelSuite } from './model-suite.js';
import { postgresPlaces } from './places.js';
import { recordSuite } from './record-suite.js';
import { tokensSuite } from './tokens-suite.js';
import { NO_LIMITS, NOW, order } from './sample-intent.js';
import { findPostgres } from './temporary-postgres.js';

const found = findPostgres();
const skip = 'missing' in found && found.missing;

describe('the ledger in PostgreSQL', { timeout: 300_000, skip }, () => {
  const places = postgresPlaces();
  intentsSuite(places);
  limitsSuite(places);
  recordSuite(places);
  concurrencySuite(places);
  tokensSuite(places);
  modelSuite(places, 20);

  it('goes on when its connections are cut while nobody uses them', { timeout: 20_000 }, async () => {
    const place = await places.fresh();
    const ledger = await openLedger(place);
    await ledger.intend(order('a'), NO_LIMITS, NOW);
    await places.runSql(
      place,
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal((await ledger.intend(order('b'), NO_LIMITS, NOW)).kind, 'recorded');
    await ledger.close();
  });

  it('lives on when a connection is cut while it is used', { timeout: 20_000 }, async () => {
    const place = await places.fresh();
    const ledger = await openLedger(place);
    const cuts =
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
    const told: string[] = [];
    for (let at = 0; at < 20; at += 1) {
      const asked = Array.from({ length: 8 }, (_, one) =>
        ledger.intend(order(`${at}/${one}`), NO_LIMITS, NOW),
      );
      const [answers] = await Promise.all([Promise.allSettled(asked), places.runSql(place, cuts)]);
      for (const answer of answers)
        told.push(answer.status === 'fulfilled' ? 'recorded' : (answer.reason as LedgerError).reason);
    }
    assert.deepEqual(new Set(told), new Set(['recorded', 'Unavailable']));
    await ledger.close();
  });

  it(
    'counts right where the database would rather give each transaction one old snapshot',
    { timeout: 20_000 },
    async () => {
      const place = await places.fresh();
      const name = new URL('url' in place ? place.url : '').pathname.slice(1);
      await places.runSql(
        place,
        `alter database ${name} set default_transaction_isolation = 'repeatable read'`,
      );
      const ledger = await openLedger(place);
      const limits = { ...NO_LIMITS, perHour: { payments: 3 } };
      const asked = Array.from({ length: 20 }, (_, at) => ledger.intend(order(`a${at}`), limits, NOW));
      const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
      assert.equal(kinds.filter((kind) => kind === 'recorded').length, 3);
      await ledger.close();
    },
  );
});

describe('a ledger in PostgreSQL that does not answer', { timeout: 20_000 }, () => {
  for (const url of [
    'postgres://keeper:s3cret@127.0.0.1:1/ledger',
    'postgres://keeper:s3cret@127.0.0.1:port/x',
  ]) {
    it(`throws a LedgerError without the password (${url.slice(34)})`, { timeout: 15_000 }, async () => {
      await assert.rejects(
        openLedger({ url }),
        (error) =>
          error instanceof LedgerError &&
          error.reason === 'Unavailable' &&
          !inspect(error, { depth: 9 }).includes('s3cret') &&
          error.cause === undefined,
      );
    });
  }

  it('refuses a URL of another kind', { timeout: 5_000 }, async () => {
    await assert.rejects(openLedger({ url: 'mysql://keeper:s3cret@host/x' }), /must begin with postgres:/);
  });
});
