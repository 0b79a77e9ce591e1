import type { AttemptRow, LedgerDatabase, OutcomeRow } from './database.js';
import { intentOfRow, outcomeOfRow, type Entry, type EntryFilter, type RecordedOutcome } from './entry.js';
import { failingAsLedger } from './ledger-error.js';
import { stateOf } from './outcome.js';

const PAGE = 500;

/** Reads the attempts of one intent, oldest first. */
export async function readIntent(db: LedgerDatabase, intentId: string): Promise<Entry[]> {
  const attempts = await db
    .selectFrom('ledger_attempts')
    .selectAll()
    .where('intent_id', '=', intentId)
    .orderBy('attempt')
    .execute();
  return withOutcomes(db, attempts);
}

/** Reads page after page, so that an audit of years needs no more memory than one of a day. */
export async function* readEntries(db: LedgerDatabase, filter: EntryFilter): AsyncIterable<Entry> {
  for (let after = 0; ;) {
    const page = await failingAsLedger('be read', () => readPage(db, filter, after));
    yield* page.entries;
    if (page.last === undefined) return;
    after = page.last;
  }
}

async function readPage(
  db: LedgerDatabase,
  { licenseServer, serviceId, sinceMs, untilMs }: EntryFilter,
  after: number,
): Promise<{ entries: Entry[]; last: number | undefined }> {
  let query = db.selectFrom('ledger_attempts').selectAll().where('seq', '>', after);
  if (licenseServer !== undefined) query = query.where('license_server', '=', licenseServer);
  if (serviceId !== undefined) query = query.where('service_id', '=', serviceId);
  if (sinceMs !== undefined) query = query.where('at_ms', '>=', sinceMs);
  if (untilMs !== undefined) query = query.where('at_ms', '<', untilMs);
  const attempts = await query.orderBy('seq').limit(PAGE).execute();
  return { entries: await withOutcomes(db, attempts), last: attempts[PAGE - 1]?.seq };
}

async function withOutcomes(db: LedgerDatabase, attempts: readonly AttemptRow[]): Promise<Entry[]> {
  if (attempts.length === 0) return [];
  const rows = await db
    .selectFrom('ledger_outcomes')
    .selectAll()
    .where('intent_id', 'in', [...new Set(attempts.map((row) => row.intent_id))])
    .orderBy('seq')
    .execute();
  const outcomesOf = new Map<string, RecordedOutcome[]>(attempts.map((row) => [keyOf(row), []]));
  for (const row of rows) outcomesOf.get(keyOf(row))?.push(outcomeOfRow(row));
  return attempts.map((row) => {
    const outcomes = outcomesOf.get(keyOf(row)) ?? [];
    return {
      intent: intentOfRow(row),
      attempt: row.attempt,
      atMs: row.at_ms,
      state: stateOf(outcomes),
      outcomes,
    };
  });
}

function keyOf({ intent_id, attempt }: Pick<AttemptRow | OutcomeRow, 'intent_id' | 'attempt'>): string {
  return `${attempt} ${intent_id}`;
}
