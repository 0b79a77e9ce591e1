import { conclude } from './conclude.js';
import type { Store } from './database.js';
import { intend } from './intend.js';
import { failingAsLedger } from './ledger-error.js';
import type { Ledger } from './ledger.js';
import { lastPrice } from './last-price.js';
import { migrate } from './migrations/migrate.js';
import { openPostgres } from './open-postgres.js';
import { openSqlite } from './open-sqlite.js';
import { readEntries, readIntent } from './read-entries.js';
import { readSpending } from './read-spending.js';
import { readReleases, release } from './release.js';
import { tokensIn } from './tokens.js';

/**
 * Where the ledger is kept: a SQLite file, made with its folder, or a database by its `postgres://`
 * URL.
 */
export type LedgerPlace = { readonly file: string } | { readonly url: string };

/**
 * Opens the ledger and brings its tables up to date; processes that open it at once wait for each
 * other. Throws a LedgerError `Unavailable` when it cannot be opened, `Invalid` for a URL of
 * another kind.
 */
export async function openLedger(place: LedgerPlace): Promise<Ledger> {
  return failingAsLedger('be opened', async () => {
    const store = 'file' in place ? await openSqlite(place.file) : openPostgres(place.url);
    try {
      await migrate(store.db, 'file' in place ? 'sqlite' : 'postgres');
    } catch (error) {
      await store.db.destroy();
      throw error;
    }
    return ledgerOn(store);
  });
}

function ledgerOn(store: Store): Ledger {
  const { db } = store;
  const writing = <T>(work: () => Promise<T>) => failingAsLedger('be written', work);
  const reading = <T>(work: () => Promise<T>) => failingAsLedger('be read', work);
  return {
    intend: (intent, limits, nowMs) => writing(() => intend(store, intent, limits, nowMs)),
    conclude: (intentId, attempt, outcome, nowMs) =>
      writing(() => conclude(store, { intentId, attempt }, outcome, nowMs)),
    release: (asked, nowMs) => writing(() => release(store, asked, nowMs)),
    get: (intentId) => reading(() => readIntent(db, intentId)),
    entries: (filter = {}) => readEntries(db, filter),
    releases: (licenseServer) => reading(() => readReleases(db, licenseServer)),
    spending: (licenseServer, limits, nowMs) => reading(() => readSpending(db, licenseServer, limits, nowMs)),
    lastPrice: (priced) => reading(() => lastPrice(db, priced)),
    tokens: tokensIn(db, reading, writing),
    close: () => db.destroy(),
  };
}
