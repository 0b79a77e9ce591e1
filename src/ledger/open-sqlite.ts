import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, sql } from 'kysely';
import Database from 'libsql';

import type { LedgerTables, Store } from './database.js';
import { PatientSqliteDialect } from './patient-sqlite-dialect.js';

/** Opens a SQLite file, making it and its folder where they are missing. */
export async function openSqlite(file: string): Promise<Store> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const db = new Kysely<LedgerTables>({
    dialect: new PatientSqliteDialect({ database: new Database(file) }),
  });
  // Short, as SQLite waits by stopping the whole process; the dialect waits longer without.
  await sql`pragma busy_timeout = 50`.execute(db);
  await sql`pragma journal_mode = wal`.execute(db);
  // An answered write must survive a power cut, not only a crash of the process.
  await sql`pragma synchronous = full`.execute(db);
  await sql`pragma foreign_keys = on`.execute(db);
  // Without it the triggers against deleting would not see the rows that INSERT OR REPLACE deletes.
  await sql`pragma recursive_triggers = on`.execute(db);
  // Every transaction begins as IMMEDIATE and has the file for itself already.
  return { db, lock: () => Promise.resolve() };
}
