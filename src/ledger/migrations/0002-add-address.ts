import { sql, type Migration } from 'kysely';

/**
 * Adds the address of an order: whether it was executed is asked for that one, wherever its service
 * is by then.
 */
export const addAddress: Migration = {
  up: async (db) => {
    await sql`alter table ledger_attempts add column ip text`.execute(db);
  },
};
