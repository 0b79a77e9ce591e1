import type { Money } from './money.js';
import { monthsInWords, TRIAL, type Offer } from './period.js';
import { passedOverInWords } from './passed-over.js';
import type { PoolChoice } from './pool.js';

/** What a command would make happen at the license server, and what it would cost. */
export interface Plan {
  readonly calls: readonly PlannedCall[];
  readonly why: string;
}

export interface PlannedCall {
  readonly does: 'order' | 'prolong' | 'reassign';
  readonly what: string;
  /** Absent for what costs nothing. */
  readonly cost?: Money;
}

/** Plans how a service without a license would get one. */
export function planObtaining(offer: Offer, ip: string, choice: PoolChoice, cost: Money): Plan {
  if (choice.kind === 'granted') {
    const { licenseId } = choice.license;
    const what = `license ${licenseId} of the pool, to ${ip}, with a new key`;
    return {
      calls: [{ does: 'reassign', what }],
      why: `the pool has a license that fits (${choice.reason})`,
    };
  }
  const what = `price list ${offer.priceList} for ${monthsInWords(offer.periodMonths)}, at ${ip}`;
  return {
    calls: [{ does: 'order', what, cost }],
    why:
      offer.periodMonths === TRIAL
        ? 'a trial is always a new one'
        : `the pool has none: ${passedOverInWords(choice.passedOver)}`,
  };
}

/** Plans what a service that holds a license would pay next: now where it is due, else later. */
export function planProlonging(
  { licenseId, due, next }: { readonly licenseId: string; readonly due: boolean; readonly next: string },
  offer: Offer,
  cost: Money,
): Plan {
  if (!due) return { calls: [], why: next };
  const what = `license ${licenseId} for ${monthsInWords(offer.periodMonths)}`;
  return { calls: [{ does: 'prolong', what, cost }], why: next };
}
