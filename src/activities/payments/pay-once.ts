import { log } from '@temporalio/activity';
import type { ApplicationFailure } from '@temporalio/common';

import { LicenseServerError } from '../../billmanager/errors.js';
import type { CalendarDate } from '../../domain/base/calendar.js';
import type { LicenseId } from '../../domain/base/license.js';
import { formatMoney } from '../../domain/base/money.js';
import type { Entry } from '../../ledger/entry.js';
import type { Intent } from '../../ledger/intent.js';
import { LedgerError } from '../../ledger/ledger-error.js';
import type { IntendAnswer } from '../../ledger/ledger.js';
import { failure, isFailure, messageOf } from '../failures.js';
import type { LicenseServerAccess } from '../license/license-server-access.js';

/**
 * What was paid for: the license, and until when it is paid where the license server has said so.
 */
export interface Payment {
  readonly licenseId: LicenseId;
  readonly expiresOn?: CalendarDate;
  /**
   * When it was paid (epoch ms), where only the ledger says so and the license server was not seen
   * to.
   */
  readonly recordedAtMs?: number;
}

/** How one kind of payment is made, and found when its answer was lost. */
export interface PaymentSteps {
  /** Makes the paying call. */
  pay(): Promise<Payment>;
  /** Looks at the license server whether it is paid; only an answer that can be trusted says no. */
  find(): Promise<Payment | undefined>;
  /**
   * Asks in a second way before a call that may have been executed is made again, about that call
   * as it was made, which can no longer be in flight since `settledAtMs`; fails where it seems to
   * have been executed.
   */
  readonly ruleOut?: RuleOut;
}

/**
 * Pays for an intent at most once, after a look at the license server at `lookedAtMs` has not found
 * it paid: records the intent, pays, reads back, records the outcome. Fails with `OutcomeUnknown`
 * while an earlier call may still be on its way, with `SpendingLimitReached`, `PriceRose`,
 * `LedgerUnavailable`, or with what the license server refused.
 */
export async function payOnce(
  access: LicenseServerAccess,
  intent: Intent,
  lookedAtMs: number,
  steps: PaymentSteps,
): Promise<Payment> {
  const answer = await beginAttempt(access, intent, lookedAtMs, steps);
  switch (answer.kind) {
    case 'recorded':
      return await pay(access, intent, answer.attempt, steps);
    case 'done':
      return await recordedPayment(access, intent.intentId, answer.outcome);
    case 'inDoubt':
      throw failure('OutcomeUnknown', 'the same payment is being made elsewhere');
    case 'dearer': {
      const { lastMinor, nowMinor, currency, maxPercent } = answer.rise;
      const [last, now] = [lastMinor, nowMinor].map((amountMinor) => formatMoney({ amountMinor, currency }));
      throw failure(
        'PriceRose',
        `${now} is asked where ${last} was paid last, more than ${maxPercent} % above`,
      );
    }
    case 'overLimit': {
      const { scope, window, measure, allowed, used } = answer.limit;
      const of = scope === 'service' ? 'this service' : 'the license server';
      throw failure(
        'SpendingLimitReached',
        `${measure} for ${of} in the last ${window}: ${used} of ${allowed} are used`,
      );
    }
  }
}

async function recordedPayment(
  { ledger }: LicenseServerAccess,
  intentId: string,
  { licenseId, expiresOn }: Payment,
): Promise<Payment> {
  const done = (await withLedgerOrFail(() => ledger.get(intentId)))
    .flatMap(({ outcomes }) => outcomes)
    .find(({ kind }) => kind === 'done');
  return { licenseId, expiresOn, recordedAtMs: done?.atMs ?? 0 };
}

/**
 * Fails for a payment that only the ledger knows: the license server shows it late, or has taken it
 * back.
 */
export function notShown(
  { settleMs }: LicenseServerAccess,
  payment: Payment,
  lookedAtMs: number,
  what: string,
): ApplicationFailure {
  const retryAfterMs = (payment.recordedAtMs ?? 0) + settleMs - lookedAtMs;
  if (retryAfterMs > 0)
    return failure('OutcomeUnknown', `${what} was paid and is not shown yet`, { retryAfterMs });
  return failure('PaymentNotShown', `${what} was paid, but the license server does not show it`);
}

/**
 * Records that this payment is about to be made. An earlier attempt whose outcome nobody knows
 * stands in the way until it is ruled out.
 */
async function beginAttempt(
  access: LicenseServerAccess,
  intent: Intent,
  lookedAtMs: number,
  steps: PaymentSteps,
): Promise<IntendAnswer> {
  const { ledger, limits, clock, passLine } = access;
  const intend = async () => {
    await passLine();
    // It counts from now on: the look before has taken its time.
    return await withLedgerOrFail(async () => ledger.intend(intent, limits, await clock.now()));
  };
  const answer = await intend();
  if (answer.kind !== 'inDoubt') return answer;
  await ruleOutAttempt(access, answer, lookedAtMs, (made, atMs) => steps.ruleOut?.(made, atMs));
  return await intend();
}

type InDoubt = Omit<Extract<IntendAnswer, { kind: 'inDoubt' }>, 'kind'>;
export type RuleOut = (made: Intent, settledAtMs: number) => Promise<void> | undefined;

/**
 * Asks nobody, but waits as long as a list may lag: nothing else tells that a license was
 * prolonged, and until `hurriesAtMs` (epoch ms) there is time.
 */
export function listHasCaughtUp(
  { settleMs }: LicenseServerAccess,
  { lookedAtMs, hurriesAtMs }: { readonly lookedAtMs: number; readonly hurriesAtMs: number },
): RuleOut {
  return (_made, settledAtMs) => {
    const retryAfterMs = Math.min(settledAtMs + LIST_LAGS * settleMs, hurriesAtMs) - lookedAtMs;
    if (retryAfterMs <= 0) return undefined;
    const message = 'an earlier call may have been executed, which the license may show later';
    return Promise.reject(failure('OutcomeUnknown', message, { retryAfterMs }));
  };
}

/** A list may lag behind what the license server does for so many times what a call may take. */
const LIST_LAGS = 6;

/**
 * Concludes that an attempt in doubt, which was looked for and not found, was not executed: once it
 * can no longer be in flight, and nothing else says that it was.
 */
async function ruleOutAttempt(
  { ledger, settleMs }: LicenseServerAccess,
  { intent, attempt, sinceMs }: InDoubt,
  lookedAtMs: number,
  ruleOut: RuleOut,
): Promise<void> {
  const settledAtMs = sinceMs + settleMs;
  const retryAfterMs = settledAtMs - lookedAtMs;
  if (retryAfterMs > 0)
    throw failure('OutcomeUnknown', 'an earlier call may still be on its way', { retryAfterMs });
  try {
    await ruleOut(intent, settledAtMs);
  } catch (error) {
    const isTaken = isFailure(error, 'IpAlreadyLicensed');
    // Longer than a list lags, it is a human who has to look.
    if (!isTaken || lookedAtMs > settledAtMs + LIST_LAGS * settleMs) throw error;
    throw failure('OutcomeUnknown', 'the address has a license, which the list may show later');
  }
  await withLedgerOrFail(() => ledger.conclude(intent.intentId, attempt, NOT_FOUND, lookedAtMs));
}

const NOT_FOUND = {
  kind: 'notDone',
  failure: 'OutcomeUnknown',
  message: 'looked for and not found',
} as const;

async function pay(
  { ledger, clock, settleMs }: LicenseServerAccess,
  { intentId, amount }: Intent,
  attempt: number,
  steps: PaymentSteps,
): Promise<Payment> {
  const conclude = async (outcome: Parameters<typeof ledger.conclude>[2]) =>
    withLedgerIfReachable(ledger.conclude(intentId, attempt, outcome, await clock.now()));
  const done = async ({ licenseId, expiresOn }: Payment, answer: string) => {
    await conclude({ kind: 'done', licenseId, expiresOn, answer });
    return { licenseId, expiresOn };
  };
  try {
    return await done(await steps.pay(), 'paid');
  } catch (error) {
    if (!(error instanceof LicenseServerError)) throw error;
    const { failure: kind, outcome, message } = error;
    if (outcome !== 'unknown') {
      await conclude({ kind: outcome, failure: kind, message });
      throw failure(kind, message, { amountMinor: amount.amountMinor });
    }
    const found = await steps.find().catch(() => undefined);
    if (found) return await done(found, 'found after its answer was lost');
    await conclude({ kind: 'unknown', failure: kind, message });
    throw failure(kind, message, { retryAfterMs: settleMs });
  }
}

/**
 * Records that a payment was found at the license server, where an earlier attempt had left it in
 * doubt.
 */
export async function foundPaid(
  { ledger, clock }: LicenseServerAccess,
  intentId: string,
  { licenseId, expiresOn }: Payment,
): Promise<void> {
  const last = (await withLedgerIfReachable(ledger.get(intentId)))?.at(-1);
  if (last?.state !== 'open' && last?.state !== 'unknown') return;
  const outcome = { kind: 'done', licenseId, expiresOn, answer: 'found at the license server' } as const;
  await withLedgerIfReachable(ledger.conclude(intentId, last.attempt, outcome, await clock.now()));
}

/**
 * Says what the ledger knows of a payment that was looked for at `lookedAtMs` and not found: the
 * license that it paid for. Fails with `OutcomeUnknown` while the call may still be on its way, and
 * after that where `ruleOut` says that it seems to have been made: a list that lags behind is no
 * proof for whoever never looks again.
 */
export async function recordedLicense(
  access: LicenseServerAccess,
  intentId: string,
  lookedAtMs: number,
  ruleOut: RuleOut,
): Promise<LicenseId | undefined> {
  const { ledger } = access;
  const last = (await withLedgerOrFail(() => ledger.get(intentId))).at(-1);
  const outcome = last?.outcomes.at(-1);
  if (outcome?.kind === 'done') return outcome.licenseId;
  if (last?.state !== 'open' && last?.state !== 'unknown') return undefined;
  const { intent, attempt, atMs } = last;
  await ruleOutAttempt(access, { intent, attempt, sinceMs: outcome?.atMs ?? atMs }, lookedAtMs, ruleOut);
  return undefined;
}

/** Lists the attempts of a service whose outcome nobody knows. */
export async function attemptsInDoubt(
  { name, ledger }: LicenseServerAccess,
  serviceId: string,
): Promise<Entry[]> {
  const inDoubt: Entry[] = [];
  for await (const entry of ledger.entries({ licenseServer: name, serviceId })) {
    if (entry.state === 'open' || entry.state === 'unknown') inDoubt.push(entry);
  }
  return inDoubt;
}

/**
 * Writes to the ledger, or asks it, what decides about a payment; fails with `LedgerUnavailable`,
 * so that nothing is paid.
 */
export async function withLedgerOrFail<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof LedgerError) throw failure('LedgerUnavailable', error.message);
    throw error;
  }
}

/**
 * What happened already is told to the ledger, or asked of it, but does not fail when that cannot
 * be reached: the attempt then stays open, and is looked for at the license server before its
 * intent is paid again.
 */
export async function withLedgerIfReachable<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    log.warn('ledger-unavailable', { reason: messageOf(error) });
    return undefined;
  }
}
