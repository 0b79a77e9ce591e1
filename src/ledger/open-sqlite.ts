import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import Database from 'libsql';

import type { LedgerTables, Store } from './database.js';
import { execPatiently, SharedSqliteDialect } from './sqlite-dialect.js';

const PRAGMAS = [
  // Short, as SQLite waits by stopping the whole process; the dialect waits longer without.
  'busy_timeout = 50',
  'journal_mode = wal',
  // An answered write must survive a power cut, not only a crash of the process.
  'synchronous = full',
  'foreign_keys = on',
  // Without it the triggers against deleting would not see the rows that INSERT OR REPLACE deletes.
  'recursive_triggers = on',
];

/** Opens a SQLite file, making it and its folder where they are missing. */
export async function openSqlite(file: string): Promise<Store> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new Database(file);
  try {
    for (const pragma of PRAGMAS) await execPatiently(database, `pragma ${pragma}`);
  } catch (error) {
    database.close();
    throw error;
  }
  const db = new Kysely<LedgerTables>({ dialect: new SharedSqliteDialect(database) });
  // Every transaction has the file for itself from its beginning.
  return { db, lock: () => Promise.resolve() };
}
