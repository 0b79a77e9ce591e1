import type { Generated, Insertable, Kysely, Selectable, Transaction } from 'kysely';

import type { IntentKind } from './intent.js';
import type { AttemptOutcome } from './outcome.js';

/** The tables as `migrations/` makes them; instants are epoch ms, amounts minor units. */
export interface LedgerTables {
  ledger_attempts: AttemptTable;
  ledger_outcomes: OutcomeTable;
  ledger_releases: ReleaseTable;
  gateway_tokens: TokenTable;
}

/**
 * One row for each try to pay; what was asked stands in each, as e.g. the price may change between
 * two tries.
 */
interface AttemptTable {
  seq: Generated<number>;
  intent_id: string;
  attempt: number;
  kind: IntentKind;
  license_server: string;
  service_id: string;
  asked_by: string;
  marker: string | null;
  license_id: string | null;
  ip: string | null;
  price_list: string;
  period_months: number;
  expected_expires_on: string | null;
  amount_minor: number;
  list_price_minor: number | null;
  currency: string;
  at_ms: number;
}

interface OutcomeTable {
  seq: Generated<number>;
  intent_id: string;
  attempt: number;
  kind: AttemptOutcome['kind'];
  failure: string | null;
  message: string | null;
  license_id: string | null;
  expires_on: string | null;
  answer: string | null;
  at_ms: number;
}

interface ReleaseTable {
  seq: Generated<number>;
  license_server: string;
  /** Null where the release is for the license server's own limits. */
  service_id: string | null;
  released_by: string;
  reason: string;
  /**
   * The last attempt that no longer counts: an order of rows, so that no clock can free more or
   * less.
   */
  through_seq: number;
  at_ms: number;
}

interface TokenTable {
  token_id: string;
  name: string;
  digest: string;
  scopes: string;
  created_at_ms: number;
  revoked_at_ms: number | null;
}

export type AttemptRow = Selectable<AttemptTable>;
export type NewAttemptRow = Insertable<AttemptTable>;
export type OutcomeRow = Selectable<OutcomeTable>;
export type NewOutcomeRow = Insertable<OutcomeTable>;

export type LedgerDatabase = Kysely<LedgerTables>;
export type LedgerTransaction = Transaction<LedgerTables>;

/** The two ways in which the tables are written down. */
export type SqlFlavor = 'sqlite' | 'postgres';

/** A database with the one thing in which SQLite and PostgreSQL differ at run time. */
export interface Store {
  readonly db: LedgerDatabase;
  /** Keeps all others from writing about this license server until the transaction ends. */
  readonly lock: (transaction: LedgerTransaction, licenseServer: string) => Promise<void>;
}

/**
 * Runs work in one transaction that nobody else's about the same license server can interleave
 * with.
 */
export function exclusively<T>(
  { db, lock }: Store,
  licenseServer: string,
  work: (transaction: LedgerTransaction) => Promise<T>,
): Promise<T> {
  // Each statement must see what was committed while the lock was waited for; a snapshot taken
  // before would not.
  return db
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (transaction) => {
      await lock(transaction, licenseServer);
      return work(transaction);
    });
}
