import { daysBetween, type CalendarDate } from '../base/calendar.js';
import type { LicenseId } from '../base/license.js';
import type { Money } from '../base/money.js';

/** A payment as our ledger has it: surely made, or perhaps. */
export interface LedgerPayment {
  readonly intentId: string;
  readonly licenseId?: LicenseId;
  readonly amount: Money;
  readonly on: CalendarDate;
  /** Whether the ledger knows that it was made; in doubt otherwise. */
  readonly certain: boolean;
}

/** A charge as the license server has it. */
export interface ServerCharge {
  readonly chargeId: string;
  readonly licenseId?: LicenseId;
  readonly amount: Money;
  readonly on: CalendarDate;
}

/** What the comparison of both sides has found. */
export interface Audit {
  readonly matched: readonly { readonly payment: LedgerPayment; readonly charge: ServerCharge }[];
  /** Payments in the ledger that the license server does not show. */
  readonly onlyInLedger: readonly LedgerPayment[];
  /** Charges that no payment in the ledger explains. */
  readonly onlyAtServer: readonly ServerCharge[];
  /** Payments whose amount is not what was expected. */
  readonly otherAmount: readonly { readonly payment: LedgerPayment; readonly charge: ServerCharge }[];
}

/**
 * Pairs payments with charges: of the same license, the one nearest in time first, at most a day
 * apart, as the dates of both sides may be those of different time zones. A payment in doubt that
 * finds no charge was not made, and is no finding; nor is one of nothing, as a trial, which takes
 * nothing from the balance.
 */
export function auditPayments(payments: readonly LedgerPayment[], charges: readonly ServerCharge[]): Audit {
  const open = new Set(charges);
  const onlyInLedger: LedgerPayment[] = [];
  const otherAmount: { payment: LedgerPayment; charge: ServerCharge }[] = [];
  const matched: { payment: LedgerPayment; charge: ServerCharge }[] = [];
  // What is certain chooses first, so that a payment in doubt cannot take its charge away.
  for (const payment of [...payments].sort((a, b) => Number(b.certain) - Number(a.certain))) {
    const charge = nearest(payment, open);
    if (!charge) {
      if (payment.certain && payment.amount.amountMinor > 0) onlyInLedger.push(payment);
      continue;
    }
    open.delete(charge);
    matched.push({ payment, charge });
    if (!sameMoney(charge.amount, payment.amount)) otherAmount.push({ payment, charge });
  }
  return { matched, onlyInLedger, onlyAtServer: [...open], otherAmount };
}

function nearest(payment: LedgerPayment, open: ReadonlySet<ServerCharge>): ServerCharge | undefined {
  const distance = (charge: ServerCharge) => Math.abs(daysBetween(payment.on, charge.on));
  return [...open]
    .filter((charge) => distance(charge) <= 1 && fits(payment, charge))
    .sort((a, b) => distance(a) - distance(b))[0];
}

/** A payment in doubt may not know its license; the amount has to do then. */
function fits(payment: LedgerPayment, charge: ServerCharge): boolean {
  if (payment.licenseId !== undefined && charge.licenseId !== undefined)
    return payment.licenseId === charge.licenseId;
  return sameMoney(payment.amount, charge.amount);
}

function sameMoney(a: Money, b: Money): boolean {
  return a.amountMinor === b.amountMinor && a.currency === b.currency;
}
