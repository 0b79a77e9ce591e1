import { sql, type Migration } from 'kysely';

import type { SqlFlavor } from '../database.js';

const TABLES = ['ledger_attempts', 'ledger_outcomes', 'ledger_releases'];

/** Makes the three tables and the triggers that keep them append-only; there is no way down. */
export function createLedger(flavor: SqlFlavor): Migration {
  return {
    up: async (db) => {
      for (const statement of [...tables(flavor), ...INDEXES, ...triggers(flavor)])
        await sql.raw(statement).execute(db);
    },
  };
}

function tables(flavor: SqlFlavor): string[] {
  const [seq, integer, end] =
    flavor === 'sqlite'
      ? ['seq integer primary key autoincrement', 'integer', ' strict']
      : ['seq bigint generated always as identity primary key', 'bigint', ''];
  return [
    `create table ledger_attempts (
      ${seq},
      intent_id text not null check (intent_id <> ''),
      attempt ${integer} not null check (attempt >= 1),
      kind text not null check (kind in ('order', 'prolong', 'changePriceList')),
      license_server text not null check (license_server <> ''),
      service_id text not null,
      asked_by text not null,
      marker text,
      license_id text,
      price_list text not null,
      period_months ${integer} not null,
      expected_expires_on text,
      amount_minor ${integer} not null check (amount_minor >= 0),
      currency text not null,
      at_ms ${integer} not null,
      unique (intent_id, attempt)
    )${end}`,
    `create table ledger_outcomes (
      ${seq},
      intent_id text not null,
      attempt ${integer} not null,
      kind text not null check (kind in ('done', 'refused', 'notDone', 'unknown')),
      failure text check ((failure is null) = (kind = 'done')),
      message text,
      license_id text check ((license_id is null) = (kind <> 'done')),
      expires_on text,
      answer text,
      at_ms ${integer} not null,
      foreign key (intent_id, attempt) references ledger_attempts (intent_id, attempt),
      unique (intent_id, attempt, kind)
    )${end}`,
    `create table ledger_releases (
      ${seq},
      license_server text not null,
      service_id text,
      released_by text not null,
      reason text not null,
      through_seq ${integer} not null,
      at_ms ${integer} not null
    )${end}`,
  ];
}

const INDEXES = [
  'create index ledger_attempts_of_server on ledger_attempts (license_server, at_ms)',
  'create index ledger_attempts_of_service on ledger_attempts (license_server, service_id, at_ms)',
  'create index ledger_releases_of_server on ledger_releases (license_server, service_id)',
  // The promise itself, kept by the database: one final outcome for each attempt, one charge for
  // each intent.
  "create unique index ledger_outcomes_final on ledger_outcomes (intent_id, attempt) where kind <> 'unknown'",
  "create unique index ledger_outcomes_charge on ledger_outcomes (intent_id) where kind = 'done'",
];

function triggers(flavor: SqlFlavor): string[] {
  if (flavor === 'sqlite')
    return TABLES.flatMap((table) =>
      ['update', 'delete'].map(
        (verb) => `create trigger ${table}_no_${verb} before ${verb} on ${table}
          begin select raise(abort, 'the ledger is append-only'); end`,
      ),
    );
  return [
    `create function ledger_refuse_change() returns trigger language plpgsql
      as $$ begin raise exception 'the ledger is append-only'; end $$`,
    ...TABLES.map(
      (table) => `create trigger ${table}_append_only before update or delete or truncate on ${table}
        for each statement execute function ledger_refuse_change()`,
    ),
  ];
}
