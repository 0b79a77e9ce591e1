import { setTimeout as delay } from 'node:timers/promises';
import {
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import type Database from 'libsql';

/** Longer than any queue of writers takes, shorter than an Activity's patience. */
const PATIENCE_MS = 10_000;

/**
 * Kysely's SQLite with what several processes on one file need: everything runs in a transaction
 * that holds the write lock from its beginning, so that what it has read stays true until it
 * writes, and a busy file is waited for.
 */
export class SharedSqliteDialect extends SqliteDialect {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#database);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/**
 * SQLite can undo changes of tables; told so, Kysely migrates in one transaction, which is also the
 * lock against others.
 */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    super({ database });
    this.#database = database;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new ImmediateConnection(this.#database, await super.acquireConnection());
  }

  override beginTransaction(): Promise<void> {
    return execPatiently(this.#database, 'begin immediate');
  }

  override async commitTransaction(): Promise<void> {
    await Promise.resolve(this.#database.exec('commit'));
  }

  override async rollbackTransaction(): Promise<void> {
    await Promise.resolve(rollBack(this.#database));
  }
}

/**
 * Gives each query that stands alone a transaction of its own. So none but `begin` ever finds the
 * file busy, which matters: a prepared statement that was refused for that stays half-run in
 * libsql, and blocks every later commit.
 */
class ImmediateConnection implements DatabaseConnection {
  constructor(
    private readonly database: Database.Database,
    private readonly connection: DatabaseConnection,
  ) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.database.inTransaction) return this.connection.executeQuery<R>(query);
    await execPatiently(this.database, 'begin immediate');
    try {
      const result = await this.connection.executeQuery<R>(query);
      this.database.exec('commit');
      return result;
    } catch (error) {
      rollBack(this.database);
      throw error;
    }
  }

  streamQuery(): never {
    throw new Error('the ledger reads by pages');
  }
}

/**
 * Runs a statement without parameters, waiting up to 10 s while the file is busy. Between the tries
 * the process goes on, as the one who holds the lock may be another ledger in this very process.
 */
export async function execPatiently(database: Database.Database, statement: string): Promise<void> {
  const giveUpAtMs = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      database.exec(statement);
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > giveUpAtMs) throw error;
      await delay(5 + Math.random() * 15);
    }
  }
}

/** Rolls back what is not rolled back yet: a full disk, for one, makes SQLite do it by itself. */
function rollBack(database: Database.Database): void {
  if (database.inTransaction) database.exec('rollback');
}

/** SQLITE_BUSY stands in the low byte; the other bits only say why. */
function isBusy(error: unknown): boolean {
  const { rawCode } = error as { rawCode?: unknown };
  return typeof rawCode === 'number' && (rawCode & 0xff) === 5;
}
