/** The checks of money: the license server's charges against the ledger, and against themselves. */
import { daysBetween, type CalendarDate } from '../../src/domain/base/calendar.js';
import type { Entry } from '../../src/ledger/entry.js';
import type { Evidence } from './evidence.js';
import { namePayments, type PaidFor } from './intents.js';
import { violation, type Violation } from './violation.js';

/** `maxPriceIncreasePercent`, above which a human is asked. */
const ACCEPTED_RISE = 1.25;

export function checkPayments(evidence: Evidence): Violation[] {
  const payments = namePayments(evidence);
  const byIntent = grouped(payments, ({ intentId }) => intentId);
  const ledger = grouped(evidence.entries, ({ intent }) => intent.intentId);
  const violations: Violation[] = [];
  const blame = (rule: string, message: string, { charge, intentId }: PaidFor) =>
    violations.push(violation(evidence, rule, message, { licenseId: charge.licenseId, intentId }));

  for (const [intentId, paid] of byIntent) {
    const [first] = paid;
    if (!first) continue;
    if (paid.length > 1) blame('ChargedOnce', `${intentId} was charged ${paid.length} times`, first);
    const entries = ledger.get(intentId);
    if (!entries) blame('ChargeInLedger', `the ledger knows nothing of ${intentId}`, first);
    else checkEntries(evidence, entries, first, blame);
    if (first.from !== undefined) {
      const early = daysBetween(first.charge.on, first.from as CalendarDate);
      if (early > evidence.longestLeadDays)
        blame('NotTooEarly', `${intentId} was paid ${early} days before it was due`, first);
    }
  }
  for (const { intent, state } of evidence.entries) {
    const { intentId, licenseId, serviceId, amount } = intent;
    // What costs nothing, as a trial, is not charged.
    if (state === 'done' && amount.amountMinor > 0 && !byIntent.has(intentId)) {
      const message = `the ledger says that ${intentId} was paid, and no charge shows it`;
      violations.push(violation(evidence, 'LedgerIsCharged', message, { licenseId, serviceId, intentId }));
    }
  }
  return violations;
}

function checkEntries(
  evidence: Evidence,
  entries: readonly Entry[],
  paid: PaidFor,
  blame: (rule: string, message: string, paid: PaidFor) => void,
): void {
  const { charge, intentId } = paid;
  const lastMinor = lastPaidFor(evidence, paid);
  const done = entries.find(({ state }) => state === 'done');
  const last = entries.at(-1);
  if (!done)
    blame('LedgerKnowsEnd', `${intentId} is charged, and the ledger says ${last?.state ?? 'nothing'}`, paid);
  const amount = (done ?? last)?.intent.amount.amountMinor;
  if (
    lastMinor !== undefined &&
    amount === charge.amountMinor &&
    charge.amountMinor > lastMinor * ACCEPTED_RISE
  )
    blame('PriceAccepted', `${intentId} costs ${charge.amountMinor}, and ${lastMinor} the last time`, paid);
  // Where no price is shown, what the ledger had for the same before says what to expect.
  const isUnseen = evidence.entries.some(
    ({ intent: before, atMs }) =>
      before.intentId !== intentId &&
      atMs < (last?.atMs ?? 0) &&
      before.priceList === charge.priceList &&
      before.periodMonths === charge.periodMonths &&
      before.amount.amountMinor === amount,
  );
  if (amount !== charge.amountMinor && !isUnseen)
    blame(
      'SameAmount',
      `the ledger expects ${amount ?? 'nothing'} for ${intentId}, charged are ${charge.amountMinor}`,
      paid,
    );
}

/** Finds what the charge before it came to, of the same price list and period, in minor units. */
function lastPaidFor({ charges }: Evidence, { charge }: PaidFor): number | undefined {
  return charges
    .filter(
      ({ chargeId, priceList, periodMonths }) =>
        chargeId < charge.chargeId && priceList === charge.priceList && periodMonths === charge.periodMonths,
    )
    .at(-1)?.amountMinor;
}

function grouped<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}
