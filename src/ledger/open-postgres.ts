import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';

import type { LedgerTables, Store } from './database.js';
import { LedgerError } from './ledger-error.js';

/** Makes a store on a PostgreSQL database; it connects when it is first used. */
export function openPostgres(url: string): Store {
  if (!/^postgres(ql)?:\/\//.test(url))
    throw new LedgerError('Invalid', 'the URL of a ledger must begin with postgres://');
  const pool = new pg.Pool({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    // The server gives up first; the second one is for a server or network that does not answer at
    // all.
    statement_timeout: 15_000,
    query_timeout: 20_000,
    // A worker that stops between two statements would keep the lock from all others.
    idle_in_transaction_session_timeout: 15_000,
    keepAlive: true,
    types: { getTypeParser },
  });
  // A connection that breaks is replaced by the next use, and whoever was using it is told by its
  // query; without a listener it ends the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<LedgerTables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    lock: async (transaction, licenseServer) => {
      // A lock of the transaction, not a table's row: it needs no clean-up when its holder dies. An
      // administrator may have turned waiting for the disk off; what is paid for must not be lost
      // with the machine.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`panelkeeper ledger ${licenseServer}`}, 0)),
        set_config('synchronous_commit', 'on', true)`.execute(transaction);
    },
  };
}

/**
 * Reads 64-bit integers as numbers, which instants, amounts and counts all fit; pg would give text.
 */
const getTypeParser: typeof pg.types.getTypeParser = (...asked) =>
  asked[0] === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(...asked) as unknown);
