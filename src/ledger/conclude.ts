import { exclusively, type LedgerDatabase, type Store } from './database.js';
import { rowOfOutcome, type Entry } from './entry.js';
import { checkInstant } from './intent.js';
import { LedgerError } from './ledger-error.js';
import { isNews, type AttemptOutcome } from './outcome.js';
import { readIntent } from './read-entries.js';

/**
 * Appends how an attempt ended, unless that is known; throws a LedgerError `Contradiction` where it
 * cannot be so.
 */
export async function conclude(
  store: Store,
  { intentId, attempt }: { readonly intentId: string; readonly attempt: number },
  outcome: AttemptOutcome,
  nowMs: number,
): Promise<void> {
  checkInstant(nowMs);
  const { intent } = await readAttempt(store.db, intentId, attempt);
  await exclusively(store, intent.licenseServer, async (transaction) => {
    const { outcomes } = await readAttempt(transaction, intentId, attempt);
    if (!isNews(outcomes, outcome)) return;
    await transaction
      .insertInto('ledger_outcomes')
      .values(rowOfOutcome(intentId, attempt, outcome, nowMs))
      .execute();
  });
}

async function readAttempt(db: LedgerDatabase, intentId: string, attempt: number): Promise<Entry> {
  const entry = (await readIntent(db, intentId)).find((each) => each.attempt === attempt);
  if (!entry)
    throw new LedgerError('Contradiction', `attempt ${attempt} of intent ${intentId} is not recorded`);
  return entry;
}
