import type { CalendarDate } from '../base/calendar.js';
import type { LicenseId, PriceListCode } from '../base/license.js';
import { FREE_IP } from '../base/marker.js';
import type { PoolStock } from './pool-stock.js';
import { PassedOverTally, type PassedOver } from './passed-over.js';

/** A paid license that no service uses. */
export interface FreeLicense {
  readonly licenseId: LicenseId;
  readonly priceList: PriceListCode;
  /** The address it still carries: `0.0.0.0` once returned by the vendor's convention. */
  readonly ip: string;
  readonly expiresOn: CalendarDate;
  /** The earliest instant (epoch ms) that its expiry date can mean. */
  readonly expiresAtMs: number;
  /** The latest instant (epoch ms) that its expiry date can mean. */
  readonly expiredAtMs: number;
  /** From when (epoch ms) the license server lets its address and its key be changed again. */
  readonly usableAtMs: number;
  readonly lastHolder: string;
}

/** What a service wants from the pool. */
export interface Need {
  readonly priceList: PriceListCode;
  readonly ip: string;
  /** The other price lists of the same panel: one address carries one license of all of them. */
  readonly siblings?: readonly PriceListCode[];
  /** A new license is wanted in any case: the pool only clears the address for it. */
  readonly onlyVacates?: boolean;
  /** Whether a license of a sibling may serve too. */
  readonly acrossPeriods?: boolean;
  /** It must be paid past this instant (epoch ms); now unless told. */
  readonly paidUntilMs?: number;
}

export type GrantReason =
  /** It already carries the wanted address. */
  | 'SameAddress'
  /** Of those that fit it is paid for longest. */
  | 'LongestPaid'
  /** None of the wanted price list fits; of its siblings it is paid for longest. */
  | 'OtherPeriod'
  /** The same key has claimed it before. */
  | 'ClaimedBefore';

/**
 * What the pool answers. `vacate` is a free license that carries the wanted address and keeps every
 * other one off it.
 */
export type PoolChoice =
  | {
      readonly kind: 'granted';
      readonly license: FreeLicense;
      readonly reason: GrantReason;
      readonly passedOver: PassedOver;
      readonly vacate?: FreeLicense;
    }
  | { readonly kind: 'none'; readonly passedOver: PassedOver; readonly vacate?: FreeLicense };

/**
 * Chooses the free license to hand out, and says why each that would have come before it was passed
 * over, or all of them when none fits. One that is bound to the wanted address comes first: it
 * needs no change of address, and the license server would refuse a second one there. Then the one
 * paid for longest, as it puts off the next payment most; ties go to the lowest license id, so that
 * the choice can be repeated. `claimed` are the licenses promised to others.
 */
export function chooseFreeLicense(
  stock: PoolStock,
  need: Need,
  now: number,
  claimed: Iterable<FreeLicense> = [],
): PoolChoice {
  const tally = new PassedOverTally();
  const { priceList, siblings = [], acrossPeriods = false, paidUntilMs = now } = need;
  const serving = need.onlyVacates ? [] : acrossPeriods ? [priceList, ...siblings] : [priceList];
  const rivals = need.ip === FREE_IP ? [] : stock.atAddress(need.ip, [priceList, ...siblings]);

  const here = rivals.find(
    (license) => serving.includes(license.priceList) && license.expiresAtMs > paidUntilMs,
  );
  if (here) return { kind: 'granted', license: here, reason: 'SameAddress', passedOver: tally.result() };

  const [vacate] = rivals;
  const rest = { passedOver: tally.result(), ...(vacate && { vacate }) };
  for (const code of serving) {
    const license = firstFitting(stock.ofPriceList(code), tally, now, paidUntilMs);
    const reason = code === priceList ? 'LongestPaid' : 'OtherPeriod';
    if (license) return { kind: 'granted', license, reason, ...rest };
  }
  for (const license of claimed) {
    if (serving.includes(license.priceList)) tally.pass('HeldByAnotherClaim', license);
  }
  for (const [code, licenses] of stock.priceLists()) {
    if (!serving.includes(code)) tally.passAll('OtherPriceList', licenses);
  }
  return { kind: 'none', ...rest };
}

/**
 * Looks from the longest paid on: behind the first that does not last long enough no other one
 * does.
 */
function firstFitting(
  licenses: readonly FreeLicense[],
  tally: PassedOverTally,
  now: number,
  paidUntilMs: number,
): FreeLicense | undefined {
  let at = 0;
  for (const license of licenses) {
    if (license.expiresAtMs <= paidUntilMs) {
      for (const short of licenses.slice(at))
        tally.pass(short.expiresAtMs <= now ? 'Expired' : 'ExpiresTooSoon', short);
      return undefined;
    }
    if (license.usableAtMs <= now) return license;
    tally.pass('AddressChangedTooRecently', license);
    at += 1;
  }
  return undefined;
}

/**
 * Keeps a license from being handed out before an instant: its server refused sooner than our rule
 * had foreseen.
 */
export function notBefore(license: FreeLicense, atMs: number): FreeLicense {
  return { ...license, usableAtMs: Math.max(license.usableAtMs, atMs) };
}

/** Keeps a license for whoever comes with the address that it carries: nobody knows who uses it. */
export function keptForItsAddress(license: FreeLicense): FreeLicense {
  return notBefore(license, license.expiredAtMs);
}
