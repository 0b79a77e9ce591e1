import { sql, type Migration } from 'kysely';

import type { SqlFlavor } from '../database.js';

/**
 * Adds what a price list alone asks for the period, without addons: by that two payments can be
 * compared, whatever was bought beside.
 */
export function addListPrice(flavor: SqlFlavor): Migration {
  const integer = sql.raw(flavor === 'sqlite' ? 'integer' : 'bigint');
  return {
    up: async (db) => {
      await sql`alter table ledger_attempts add column list_price_minor ${integer}`.execute(db);
      await sql`create index ledger_attempts_of_price_list on ledger_attempts
        (license_server, price_list, period_months, seq)`.execute(db);
    },
  };
}
