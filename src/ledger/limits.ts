import type { Money } from '../domain/base/money.js';

/** How much may be spent at one license server; whatever is left out is not limited. */
export interface Limits {
  readonly perServicePerDay: Allowance;
  readonly perHour: Allowance;
  readonly perDay: Allowance;
  /** By how much a price may be above the one that was paid last; any unless told. */
  readonly maxPriceIncreasePercent?: number;
}

/** A price that is too far above the one that was paid last; minor units. */
export interface PriceRise {
  readonly lastMinor: number;
  readonly nowMinor: number;
  readonly currency: string;
  readonly maxPercent: number;
}

export interface Allowance {
  readonly payments?: number;
  /**
   * Whole minor units; where charges come in several currencies, each is counted apart against this
   * same number.
   */
  readonly amountMinor?: number;
}

/** One limit and what is used of it. */
export interface LimitUse {
  readonly scope: LimitScope;
  /** The service, where the scope is one. */
  readonly serviceId?: string;
  readonly window: LimitWindow;
  readonly measure: keyof Allowance;
  /** The currency of an amount; absent for payments, and while nothing is used. */
  readonly currency?: string;
  readonly allowed: number;
  readonly used: number;
}

export type LimitScope = 'service' | 'licenseServer';
export type LimitWindow = 'hour' | 'day';

/**
 * Sliding windows: what happened less than so many ms before now counts, and so does what a faster
 * clock wrote.
 */
export const WINDOW_MS: Readonly<Record<LimitWindow, number>> = { hour: 3_600_000, day: 86_400_000 };

export interface LimitRule {
  readonly scope: LimitScope;
  readonly window: LimitWindow;
  readonly allowance: Allowance;
}

/**
 * Lists the limits in the order in which they are looked at: the narrowest names the culprit best.
 */
export function rulesOf({ perServicePerDay, perHour, perDay }: Limits): readonly LimitRule[] {
  return [
    { scope: 'service', window: 'day', allowance: perServicePerDay },
    { scope: 'licenseServer', window: 'hour', allowance: perHour },
    { scope: 'licenseServer', window: 'day', allowance: perDay },
  ];
}

/** What was spent in a window, in one currency. */
export interface Tally {
  readonly currency: string;
  readonly payments: number;
  readonly amountMinor: number;
}

/**
 * Sets what was spent against what is allowed: payments over all currencies, amounts for each
 * currency asked about.
 */
export function usesOf(
  { scope, window, allowance }: LimitRule,
  tallies: readonly Tally[],
  currencies: readonly (string | undefined)[],
  serviceId?: string,
): LimitUse[] {
  const of = { scope, ...(serviceId !== undefined && { serviceId }), window };
  const { payments, amountMinor } = allowance;
  const uses: LimitUse[] = [];
  if (payments !== undefined)
    uses.push({ ...of, measure: 'payments', allowed: payments, used: sum(tallies.map((t) => t.payments)) });
  if (amountMinor !== undefined)
    for (const currency of currencies) {
      const used = sum(tallies.filter((t) => t.currency === currency).map((t) => t.amountMinor));
      uses.push({
        ...of,
        measure: 'amountMinor',
        ...(currency !== undefined && { currency }),
        allowed: amountMinor,
        used,
      });
    }
  return uses;
}

/** Finds the first limit that one more payment of this amount would pass. */
export function firstPassed(uses: readonly LimitUse[], amount: Money): LimitUse | undefined {
  // Said so that a limit that is not a number is passed, not absent: the guard fails closed.
  return uses.find(
    ({ measure, allowed, used }) => !(used + (measure === 'payments' ? 1 : amount.amountMinor) <= allowed),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
