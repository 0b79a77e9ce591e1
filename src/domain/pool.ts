import type { CalendarDate } from './calendar.js';
import type { LicenseId, PriceListCode } from './license.js';

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
}

export type PassedOverReason = 'OtherPriceList' | 'AddressChangedTooRecently' | 'Expired';

export interface PassedOver {
  readonly licenseId: LicenseId;
  readonly reason: PassedOverReason;
}

export type GrantReason =
  /** It already carries the wanted address. */
  | 'SameAddress'
  /** Of those that fit it is paid for longest. */
  | 'LongestPaid'
  /** The same key has claimed it before. */
  | 'ClaimedBefore';

export type PoolChoice =
  | { readonly kind: 'granted'; readonly license: FreeLicense; readonly reason: GrantReason }
  | { readonly kind: 'none'; readonly passedOver: readonly PassedOver[] };

/**
 * Chooses the free license to hand out, or says why each was passed over.
 * One that is bound to the wanted address comes first: it needs no change of address, and the license server would
 * refuse a second one there. Then the one paid for longest, as it puts off the next payment most; ties go to the
 * lowest license id, so that the choice can be repeated.
 */
export function chooseFreeLicense(free: readonly FreeLicense[], need: Need, now: number): PoolChoice {
  const passedOver: PassedOver[] = [];
  let best: FreeLicense | undefined;
  for (const license of free) {
    const reason = unfit(license, need, now);
    if (reason) passedOver.push({ licenseId: license.licenseId, reason });
    else if (!best || precedes(license, best, need)) best = license;
  }
  if (!best) return { kind: 'none', passedOver };
  return { kind: 'granted', license: best, reason: best.ip === need.ip ? 'SameAddress' : 'LongestPaid' };
}

function unfit(license: FreeLicense, need: Need, now: number): PassedOverReason | undefined {
  if (license.priceList !== need.priceList) return 'OtherPriceList';
  if (now >= license.expiresAtMs) return 'Expired';
  if (license.ip !== need.ip && now < license.usableAtMs) return 'AddressChangedTooRecently';
  return undefined;
}

function precedes(a: FreeLicense, b: FreeLicense, need: Need): boolean {
  if ((a.ip === need.ip) !== (b.ip === need.ip)) return a.ip === need.ip;
  if (a.expiresAtMs !== b.expiresAtMs) return a.expiresAtMs > b.expiresAtMs;
  return Number(a.licenseId) < Number(b.licenseId);
}

/** Keeps a license from being handed out before an instant: its server refused sooner than our rule had foreseen. */
export function notBefore(license: FreeLicense, atMs: number): FreeLicense {
  return { ...license, usableAtMs: Math.max(license.usableAtMs, atMs) };
}

/** Draws a pool as a short markdown table for the Temporal UI. */
export function drawPool(free: readonly FreeLicense[], claims: number): string {
  const rows = free
    .slice(0, ROWS_SHOWN)
    .map(
      ({ licenseId, priceList, expiresOn, lastHolder }) =>
        `| ${licenseId} | ${priceList} | ${expiresOn} | ${lastHolder} |`,
    );
  const head = `${free.length} free, ${claims} claimed`;
  return [
    head,
    '',
    '| License | Price list | Expires | Last holder |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

const ROWS_SHOWN = 50;
