import { countSpending } from './count-spending.js';
import { exclusively, type LedgerTransaction, type Store } from './database.js';
import { rowOfIntent, type Entry } from './entry.js';
import { checkInstant, checkIntent, type Intent } from './intent.js';
import { LedgerError } from './ledger-error.js';
import type { IntendAnswer } from './ledger.js';
import { lastPrice } from './last-price.js';
import { firstPassed, rulesOf, usesOf, type Limits, type LimitUse, type PriceRise } from './limits.js';
import { readIntent } from './read-entries.js';

/**
 * Looks at earlier attempts, counts the limits and writes the new attempt, all in one transaction.
 */
export async function intend(
  store: Store,
  intent: Intent,
  limits: Limits,
  nowMs: number,
): Promise<IntendAnswer> {
  checkIntent(intent);
  checkInstant(nowMs);
  return exclusively(store, intent.licenseServer, async (transaction) => {
    const last = (await readIntent(transaction, intent.intentId)).at(-1);
    const earlier = last && answerFrom(last, intent);
    if (earlier) return earlier;
    const limit = await passedLimit(transaction, intent, limits, nowMs);
    if (limit) return { kind: 'overLimit', limit };
    const rise = await priceRise(transaction, intent, limits);
    if (rise) return { kind: 'dearer', rise };
    const attempt = (last?.attempt ?? 0) + 1;
    await transaction
      .insertInto('ledger_attempts')
      .values(rowOfIntent(intent, attempt, nowMs))
      .execute();
    return { kind: 'recorded', attempt };
  });
}

/**
 * Answers from the last attempt, unless it is sure that it paid nothing; all before it are sure of
 * that.
 */
function answerFrom(last: Entry, intent: Intent): IntendAnswer | undefined {
  const outcome = last.outcomes.at(-1);
  if (outcome?.kind === 'refused' || outcome?.kind === 'notDone') return undefined;
  refuseAnother(last.intent, intent);
  if (outcome?.kind === 'done') {
    const { atMs: _, ...done } = outcome;
    return { kind: 'done', outcome: done };
  }
  // The call may have been under way until the moment at which it was given up.
  const { intent: recorded, attempt, atMs } = last;
  return { kind: 'inDoubt', intent: recorded, attempt, sinceMs: outcome?.atMs ?? atMs };
}

/**
 * Throws when one id names two things to pay for: the caller would look for its charge where it
 * cannot be. Only what was or may have been paid binds: a service may move on to another license
 * server after a refusal.
 */
function refuseAnother(recorded: Intent, asked: Intent): void {
  for (const field of ['kind', 'licenseServer', 'licenseId'] as const) {
    if (recorded[field] !== asked[field])
      throw new LedgerError(
        'Contradiction',
        `intent ${asked.intentId} is recorded with ${field} ${recorded[field] ?? 'none'}, not ${asked[field] ?? 'none'}`,
      );
  }
}

/** Compares a price with the one that was paid last; what cost nothing is no measure. */
async function priceRise(
  transaction: LedgerTransaction,
  intent: Intent,
  { maxPriceIncreasePercent: maxPercent }: Limits,
): Promise<PriceRise | undefined> {
  const { listPriceMinor: nowMinor, amount } = intent;
  if (maxPercent === undefined || nowMinor === undefined) return undefined;
  const last = await lastPrice(transaction, intent, intent.serviceId);
  if (!last || last.amountMinor === 0 || last.currency !== amount.currency) return undefined;
  const { amountMinor: lastMinor, currency } = last;
  if (nowMinor * 100 <= lastMinor * (100 + maxPercent)) return undefined;
  return { lastMinor, nowMinor, currency, maxPercent };
}

async function passedLimit(
  transaction: LedgerTransaction,
  { licenseServer, serviceId, amount }: Intent,
  limits: Limits,
  nowMs: number,
): Promise<LimitUse | undefined> {
  for (const rule of rulesOf(limits)) {
    if (Object.values(rule.allowance).every((allowed) => allowed === undefined)) continue;
    const ofService = rule.scope === 'service' ? serviceId : undefined;
    const tallies = await countSpending(transaction, rule, { licenseServer, serviceId: ofService }, nowMs);
    const passed = firstPassed(usesOf(rule, tallies, [amount.currency], ofService), amount);
    if (passed) return passed;
  }
  return undefined;
}
