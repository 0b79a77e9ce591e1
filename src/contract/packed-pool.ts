import type { CalendarDate } from '../domain/base/calendar.js';
import type { LicenseId, PriceListCode } from '../domain/base/license.js';
import type { FreeLicense } from '../domain/pool/pool.js';
import type { PoolState } from '../domain/pool/pool-state.js';

/**
 * The state of a pool as it travels: what many licenses share is written once. A pool of ten
 * thousand is carried over Continue-As-New in one payload, whose limit is 2 MB.
 */
export interface PackedPool extends Omit<PoolState, 'free'> {
  /**
   * What licenses share: price list, and how far from midnight UTC of its date an expiry begins and
   * ends (ms).
   */
  readonly kinds: readonly (readonly [priceList: PriceListCode, beginsMs: number, endsMs: number])[];
  readonly rows: readonly PackedLicense[];
}

/**
 * License id, index of its kind, expiry in days since 1970, usable from (epoch ms), last holder,
 * and address if it has one.
 */
type PackedLicense =
  | readonly [id: LicenseId, kind: number, day: number, usableAtMs: number, holder: string]
  | readonly [id: LicenseId, kind: number, day: number, usableAtMs: number, holder: string, ip: string];

const DAY_MS = 86_400_000;
const NO_ADDRESS = '0.0.0.0';

/** Packs a pool's state; `unpackPool` gives exactly the same state again. */
export function packPool({ free, ...rest }: PoolState): PackedPool {
  const kinds: [PriceListCode, number, number][] = [];
  const indexes = new Map<string, number>();
  const rows = free.map((license): PackedLicense => {
    const { licenseId, priceList, ip, expiresOn, expiresAtMs, expiredAtMs, usableAtMs, lastHolder } = license;
    const midnight = Date.parse(expiresOn);
    const kind = [priceList, expiresAtMs - midnight, expiredAtMs - midnight] as [
      PriceListCode,
      number,
      number,
    ];
    const name = kind.join(' ');
    const index = indexes.get(name) ?? kinds.push(kind) - 1;
    indexes.set(name, index);
    const row = [licenseId, index, midnight / DAY_MS, usableAtMs, lastHolder] as const;
    return ip === NO_ADDRESS ? row : [...row, ip];
  });
  return { ...rest, kinds, rows };
}

/** Unpacks what `packPool` has packed. */
export function unpackPool({ kinds, rows, ...rest }: PackedPool): PoolState {
  const free = rows.map(([licenseId, index, day, usableAtMs, lastHolder, ip = NO_ADDRESS]): FreeLicense => {
    const kind = kinds[index];
    if (!kind) throw new RangeError(`license ${licenseId} is packed with an unknown kind ${index}`);
    const [priceList, beginsMs, endsMs] = kind;
    const midnight = day * DAY_MS;
    return {
      licenseId,
      priceList,
      ip,
      expiresOn: new Date(midnight).toISOString().slice(0, 10) as CalendarDate,
      expiresAtMs: midnight + beginsMs,
      expiredAtMs: midnight + endsMs,
      usableAtMs,
      lastHolder,
    };
  });
  return { ...rest, free };
}
