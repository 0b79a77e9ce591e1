import { DAY_MS } from '../base/calendar.js';
import type { LicenseId, PriceListCode } from '../base/license.js';
import { FREE_IP } from '../base/marker.js';
import type { FreeLicense } from './pool.js';

/** A license server deletes a month after its expiry what nobody has prolonged. */
const KEPT_BY_SERVER_MS = 45 * DAY_MS;

/** The free licenses of a pool, each price list in the order in which they are handed out. */
export class PoolStock {
  readonly #byId = new Map<LicenseId, FreeLicense>();
  readonly #byPriceList = new Map<PriceListCode, FreeLicense[]>();
  /** Those that still carry an address; `0.0.0.0` is none. */
  readonly #byAddress = new Map<string, readonly FreeLicense[]>();

  constructor(licenses: Iterable<FreeLicense> = []) {
    for (const license of licenses) {
      this.#index(license);
      this.#listOf(license.priceList).push(license);
    }
    for (const list of this.#byPriceList.values()) list.sort(order);
  }

  get size(): number {
    return this.#byId.size;
  }

  get(licenseId: LicenseId): FreeLicense | undefined {
    return this.#byId.get(licenseId);
  }

  all(): IterableIterator<FreeLicense> {
    return this.#byId.values();
  }

  /** Gives the licenses of a price list, the longest paid first, ties by the lowest id. */
  ofPriceList(code: PriceListCode): readonly FreeLicense[] {
    return this.#byPriceList.get(code) ?? [];
  }

  priceLists(): IterableIterator<[PriceListCode, readonly FreeLicense[]]> {
    return this.#byPriceList.entries();
  }

  /** Gives the licenses of these price lists that carry an address, the longest paid first. */
  atAddress(ip: string, codes: readonly PriceListCode[]): FreeLicense[] {
    const here = this.#byAddress.get(ip) ?? [];
    return here.filter(({ priceList }) => codes.includes(priceList)).sort(order);
  }

  /** Adds a license, or replaces what is known of it. */
  add(license: FreeLicense): void {
    this.remove(license.licenseId);
    this.#index(license);
    const list = this.#listOf(license.priceList);
    list.splice(placeIn(list, license), 0, license);
  }

  remove(licenseId: LicenseId): FreeLicense | undefined {
    const license = this.#byId.get(licenseId);
    if (!license) return undefined;
    this.#byId.delete(licenseId);
    const list = this.#listOf(license.priceList);
    list.splice(placeIn(list, license), 1);
    const others = (this.#byAddress.get(license.ip) ?? []).filter((other) => other !== license);
    if (others.length > 0) this.#byAddress.set(license.ip, others);
    else this.#byAddress.delete(license.ip);
    return license;
  }

  /**
   * Drops the licenses whose time has surely run out, as nobody prolongs an idle license: those
   * that carry an address only when they are surely deleted, since until then they keep others off
   * it. Gives how many.
   */
  lapse(now: number): number {
    const lapsed: FreeLicense[] = [];
    for (const list of this.#byPriceList.values()) {
      for (let at = list.length - 1; at >= 0; at -= 1) {
        const license = list[at];
        if (!license || license.expiredAtMs > now) break;
        if (license.ip === FREE_IP || license.expiredAtMs + KEPT_BY_SERVER_MS <= now) lapsed.push(license);
      }
    }
    for (const { licenseId } of lapsed) this.remove(licenseId);
    return lapsed.length;
  }

  #index(license: FreeLicense): void {
    this.#byId.set(license.licenseId, license);
    if (license.ip === FREE_IP) return;
    this.#byAddress.set(license.ip, [...(this.#byAddress.get(license.ip) ?? []), license]);
  }

  #listOf(code: PriceListCode): FreeLicense[] {
    const known = this.#byPriceList.get(code);
    if (known) return known;
    const list: FreeLicense[] = [];
    this.#byPriceList.set(code, list);
    return list;
  }
}

function order(a: FreeLicense, b: FreeLicense): number {
  return b.expiresAtMs - a.expiresAtMs || Number(a.licenseId) - Number(b.licenseId);
}

/** Finds where a license stands, or would stand, in an ordered list. */
function placeIn(list: readonly FreeLicense[], license: FreeLicense): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = list[middle];
    if (other && order(other, license) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
