import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, it } from 'node:test';

import { LedgerError } from '../../src/ledger/ledger-error.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { concurrencySuite } from './concurrency-suite.js';
import { intentsSuite } from './intents-suite.js';
import { limitsSuite } from './limits-suite.js';
import { modelSuite } from './model-suite.js';
import { sqlitePlaces } from './places.js';
import { recordSuite } from './record-suite.js';
import { tokensSuite } from './tokens-suite.js';

describe('the ledger in SQLite', { timeout: 300_000 }, () => {
  const places = sqlitePlaces();
  intentsSuite(places);
  limitsSuite(places);
  recordSuite(places);
  concurrencySuite(places);
  tokensSuite(places);
  modelSuite(places, 50);

  const cannotBeOpened = (error: unknown) =>
    error instanceof LedgerError && /cannot be opened/.test(error.message);

  it('throws a LedgerError where the file is no database', { timeout: 5_000 }, async () => {
    const place = (await places.fresh()) as { file: string };
    mkdirSync(dirname(place.file));
    writeFileSync(place.file, 'not a database, but long enough to be read as one'.repeat(100));
    await assert.rejects(openLedger(place), cannotBeOpened);
  });

  it('throws a LedgerError where the folder cannot be made', { timeout: 5_000 }, async () => {
    const { file } = (await places.fresh()) as { file: string };
    writeFileSync(dirname(file), 'a file where the folder should be');
    await assert.rejects(openLedger({ file }), cannotBeOpened);
  });

  it(
    'writes to the disk before it answers, and lets readers read meanwhile',
    { timeout: 5_000 },
    async () => {
      const place = await places.fresh();
      const ledger = await openLedger(place);
      assert.deepEqual(await places.runSql(place, 'pragma journal_mode'), [{ journal_mode: 'wal' }]);
      await ledger.close();
    },
  );
});
