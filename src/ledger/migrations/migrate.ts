import { Migrator } from 'kysely';

import type { LedgerDatabase, SqlFlavor } from '../database.js';
import { createLedger } from './0001-create-ledger.js';
import { addAddress } from './0002-add-address.js';
import { addListPrice } from './0003-add-list-price.js';
import { createTokens } from './0004-create-tokens.js';

/**
 * Runs the migrations that a database has not seen, in one transaction; throws what the database
 * throws.
 */
export async function migrate(db: LedgerDatabase, flavor: SqlFlavor): Promise<void> {
  const migrator = new Migrator({
    db,
    // Our own names: the database may be one that others use, too.
    migrationTableName: 'ledger_migrations',
    migrationLockTableName: 'ledger_migrations_lock',
    // Never change one that was released; a running worker of the version before must understand
    // the tables after it.
    provider: {
      getMigrations: () =>
        Promise.resolve({
          '0001-create-ledger': createLedger(flavor),
          '0002-add-address': addAddress,
          '0003-add-list-price': addListPrice(flavor),
          '0004-create-tokens': createTokens(flavor),
        }),
    },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
