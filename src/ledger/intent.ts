import type { CalendarDate } from '../domain/base/calendar.js';
import type { LicenseId, PriceListCode } from '../domain/base/license.js';
import type { Marker } from '../domain/base/marker.js';
import type { Money } from '../domain/base/money.js';
import { LedgerError } from './ledger-error.js';

/**
 * Something that is to be paid for once; each real try to pay it is an *attempt* of the same
 * intent.
 */
export interface Intent {
  /**
   * Unique for what is paid: the marker of an order, or
   * `<licenseServer>/<licenseId>/<expectedExpiresOn>/prolong`.
   */
  readonly intentId: string;
  readonly kind: IntentKind;
  readonly licenseServer: string;
  readonly serviceId: string;
  /** Who or what asks: a Workflow id with its run id, or `cli` with the user. */
  readonly askedBy: string;
  readonly marker?: Marker;
  readonly licenseId?: LicenseId;
  /** The address that an order is for. */
  readonly ip?: string;
  readonly priceList: PriceListCode;
  /** Months, or -100 for a trial. */
  readonly periodMonths: number;
  readonly expected?: { readonly expiresOn: CalendarDate };
  /** What it is expected to cost. */
  readonly amount: Money;
  /** What the price list alone asks for the period, in minor units, where that is known. */
  readonly listPriceMinor?: number;
}

export type IntentKind = 'order' | 'prolong' | 'changePriceList';

/** The only period that is no number of months. */
const TRIAL = -100;

/**
 * Checks what no database would refuse alike; throws a LedgerError `Invalid`, so that nothing is
 * paid.
 */
export function checkIntent({ intentId, licenseServer, amount, periodMonths }: Intent): void {
  const { amountMinor, currency } = amount;
  if (intentId === '' || licenseServer === '') throw new LedgerError('Invalid', 'an intent needs its names');
  // A negative amount would give money back to a limit, and a fraction is not money.
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0)
    throw new LedgerError('Invalid', `the amount must be whole minor units of 0 or more, not ${amountMinor}`);
  if (!/^[A-Z]{3}$/.test(currency))
    throw new LedgerError('Invalid', `the currency must be three capital letters, not "${currency}"`);
  if (!Number.isSafeInteger(periodMonths) || (periodMonths < 0 && periodMonths !== TRIAL))
    throw new LedgerError('Invalid', `the period must be whole months or a trial, not ${periodMonths}`);
}

/** Checks an instant; throws a LedgerError `Invalid` for anything but whole epoch milliseconds. */
export function checkInstant(nowMs: number): void {
  if (!Number.isSafeInteger(nowMs)) throw new LedgerError('Invalid', `not an instant in epoch ms: ${nowMs}`);
}
