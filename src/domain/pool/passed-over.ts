import type { LicenseId } from '../base/license.js';
import type { FreeLicense } from './pool.js';

export type PassedOverReason =
  /** It is of another price list. */
  | 'OtherPriceList'
  /** The license server would refuse to change its address yet. */
  | 'AddressChangedTooRecently'
  /** Its expiry has come. */
  | 'Expired'
  /** It is not paid for as long as it is needed. */
  | 'ExpiresTooSoon'
  /** It is promised to another service. */
  | 'HeldByAnotherClaim';

/**
 * Why free licenses were not handed out: how many for each reason, and the first of them by name.
 */
export interface PassedOver {
  readonly counts: Readonly<Partial<Record<PassedOverReason, number>>>;
  readonly examples: readonly { readonly licenseId: LicenseId; readonly reason: PassedOverReason }[];
  /** When the first of those that were changed too recently can be handed out (epoch ms). */
  readonly usableAtMs?: number;
}

/** A pool may hold thousands, and an answer must stay small. */
const EXAMPLES = 12;

/** Counts the licenses that were passed over; the result is live until it is sent. */
export class PassedOverTally {
  readonly #counts: Partial<Record<PassedOverReason, number>> = {};
  readonly #examples: { licenseId: LicenseId; reason: PassedOverReason }[] = [];
  readonly #result: { counts: PassedOver['counts']; examples: PassedOver['examples']; usableAtMs?: number } =
    {
      counts: this.#counts,
      examples: this.#examples,
    };

  pass(reason: PassedOverReason, license: FreeLicense): void {
    this.#counts[reason] = (this.#counts[reason] ?? 0) + 1;
    if (this.#examples.length < EXAMPLES) this.#examples.push({ licenseId: license.licenseId, reason });
    if (reason === 'AddressChangedTooRecently' && license.usableAtMs < (this.#result.usableAtMs ?? Infinity))
      this.#result.usableAtMs = license.usableAtMs;
  }

  passAll(reason: PassedOverReason, licenses: readonly FreeLicense[]): void {
    if (licenses.length === 0) return;
    this.#counts[reason] = (this.#counts[reason] ?? 0) + licenses.length;
    for (const { licenseId } of licenses.slice(0, EXAMPLES - this.#examples.length))
      this.#examples.push({ licenseId, reason });
  }

  result(): PassedOver {
    return this.#result;
  }
}

const WORDS: Readonly<Record<PassedOverReason, string>> = {
  OtherPriceList: 'of another price list',
  AddressChangedTooRecently: 'changed too recently',
  Expired: 'expired',
  ExpiresTooSoon: 'expiring too soon',
  HeldByAnotherClaim: 'promised to others',
};

/** Says in a few words why the pool had none, e.g. `3 changed too recently, 1 expired`. */
export function passedOverInWords({ counts }: PassedOver): string {
  const parts = Object.entries(counts).map(
    ([reason, count]) => `${count} ${WORDS[reason as PassedOverReason]}`,
  );
  return parts.length > 0 ? parts.join(', ') : 'the pool is empty';
}
