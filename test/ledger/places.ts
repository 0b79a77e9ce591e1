import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import Database from 'libsql';
import pg from 'pg';

import type { LedgerPlace } from '../../src/ledger/open-ledger.js';
import { startTemporaryPostgres, type TemporaryPostgres } from './temporary-postgres.js';

/**
 * A kind of store to run the suite on: an empty place for each test, and a way around the ledger's
 * own code.
 */
export interface Places {
  readonly fresh: () => Promise<LedgerPlace>;
  readonly runSql: (place: LedgerPlace, statement: string) => Promise<unknown[]>;
}

/** Gives SQLite files in a temporary folder that lives as long as the suite around. */
export function sqlitePlaces(): Places {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  return {
    fresh: () => Promise.resolve({ file: join(folder, randomUUID(), 'ledger.db') }),
    runSql: async (place, statement) => {
      const database = new Database('file' in place ? place.file : '');
      try {
        const prepared = database.prepare(statement);
        return await Promise.resolve(prepared.reader ? prepared.all() : [prepared.run()]);
      } finally {
        database.close();
      }
    },
  };
}

/** Gives databases of a temporary PostgreSQL that lives as long as the suite around. */
export function postgresPlaces(): Places {
  let server: TemporaryPostgres;
  before(async () => {
    server = await startTemporaryPostgres();
  });
  after(() => server.stop());
  return {
    fresh: async () => {
      const name = `ledger_${randomUUID().replaceAll('-', '')}`;
      await query(server.urlOf('postgres'), `create database ${name}`);
      return { url: server.urlOf(name) };
    },
    runSql: (place, statement) => query('url' in place ? place.url : '', statement),
  };
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as unknown[];
  } finally {
    await client.end();
  }
}
