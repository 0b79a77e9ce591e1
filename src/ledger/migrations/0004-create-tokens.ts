import { sql, type Migration } from 'kysely';

import type { SqlFlavor } from '../database.js';

/** Makes the table of those who may call the HTTP API; of a token only its digest is kept. */
export function createTokens(flavor: SqlFlavor): Migration {
  const [integer, end] = flavor === 'sqlite' ? ['integer', ' strict'] : ['bigint', ''];
  return {
    up: async (db) => {
      await sql
        .raw(
          `create table gateway_tokens (
            token_id text primary key,
            name text not null check (name <> ''),
            digest text not null unique,
            scopes text not null,
            created_at_ms ${integer} not null,
            revoked_at_ms ${integer}
          )${end}`,
        )
        .execute(db);
    },
  };
}
