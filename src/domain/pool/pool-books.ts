import type { LicenseId, PriceListCode } from '../base/license.js';
import { serviceIdOf } from '../base/marker.js';
import { chooseFreeLicense, type FreeLicense, type Need, type PoolChoice } from './pool.js';
import type { Claim, ListPrice, ParkedLicense, PoolState } from './pool-state.js';
import { PoolStock } from './pool-stock.js';

/**
 * Keeps who was promised which free license; every message may be repeated, and each license stands
 * in one place.
 */
export class PoolBooks {
  readonly stock: PoolStock;
  readonly claims: Map<string, Claim>;
  readonly vacating: Map<string, Claim>;
  readonly parked: Map<LicenseId, ParkedLicense>;
  readonly #licenseServer: string;
  readonly #prices: Partial<Record<PriceListCode, ListPrice>>;
  #lapsed: number;

  constructor({ licenseServer, free, claims, vacating, parked, prices, lapsed }: PoolState) {
    this.#licenseServer = licenseServer;
    this.stock = new PoolStock(free);
    this.claims = new Map(Object.entries(claims));
    this.vacating = new Map(Object.entries(vacating));
    this.parked = new Map(parked.map((each) => [each.licenseId, each]));
    this.#prices = { ...prices };
    this.#lapsed = lapsed;
  }

  state(): PoolState {
    return { ...this.#around(), free: [...this.stock.all()] };
  }

  /** Gives the state with only so many licenses of each price list, and the number of all. */
  excerpt(rows: number): PoolState & { readonly size: number } {
    const some = [...this.stock.priceLists()].flatMap(([, licenses]) => licenses.slice(0, rows));
    return { ...this.#around(), free: some, size: this.stock.size };
  }

  /**
   * Promises a license to a key: the same key gets the same one until it is confirmed or rejected.
   */
  claim(key: string, need: Need, now: number): PoolChoice {
    this.lapse(now);
    const before = this.claims.get(key);
    const choice: PoolChoice = before
      ? { kind: 'granted', license: before.license, reason: 'ClaimedBefore', passedOver: NONE_PASSED_OVER }
      : chooseFreeLicense(this.stock, need, now, licensesIn(this.claims));
    if (choice.kind === 'granted' && !before) this.#promise(this.claims, key, choice.license, now);
    if (choice.vacate && !this.vacating.has(key)) this.#promise(this.vacating, key, choice.vacate, now);
    const vacate = this.vacating.get(key)?.license;
    return vacate ? { ...choice, vacate } : choice;
  }

  /** Ends a claim: the license is bound to its new holder. */
  confirm(key: string): void {
    this.claims.delete(key);
  }

  /** Ends a claim that came to nothing: the license is free again as described, or gone. */
  reject(key: string, license: FreeLicense | null): void {
    if (this.claims.delete(key) && license) this.stock.add(license);
  }

  /** Ends a claim whose answer never came: what it promised is free as it was. */
  release(key: string): void {
    this.reject(key, this.claims.get(key)?.license ?? null);
    this.vacated(key, this.vacating.get(key)?.license ?? null);
  }

  /** Takes a license back that has left the wanted address, or is gone. */
  vacated(key: string, license: FreeLicense | null): void {
    if (this.vacating.delete(key) && license) this.stock.add(license);
  }

  /**
   * Adds a license that was returned. One that is promised meanwhile is only taken from its own
   * holder: a message that comes twice must not take it from the next.
   */
  add(license: FreeLicense, price?: ListPrice): void {
    if (price) this.#prices[license.priceList] = price;
    const { licenseId, lastHolder } = license;
    if (keyOf(this.vacating, licenseId) !== undefined) return;
    const key = keyOf(this.claims, licenseId);
    if (key !== undefined && serviceIdOf(key) !== lastHolder) return;
    if (key !== undefined) this.claims.delete(key);
    this.parked.delete(licenseId);
    this.stock.add(license);
  }

  /** Sets a license aside that its server did not take back. */
  park(parked: ParkedLicense): void {
    if (keyOf(this.vacating, parked.licenseId) !== undefined) return;
    const key = keyOf(this.claims, parked.licenseId);
    if (key !== undefined && serviceIdOf(key) !== parked.lastHolder) return;
    if (key !== undefined) this.claims.delete(key);
    this.stock.remove(parked.licenseId);
    this.parked.set(parked.licenseId, parked);
  }

  /**
   * Gives a parked license up, and says whether there was one; it is shown until it is gone at the
   * license server.
   */
  forfeit(licenseId: LicenseId, now: number): boolean {
    const parked = this.parked.get(licenseId);
    if (!parked) return false;
    this.parked.set(licenseId, { ...parked, forfeitedAtMs: parked.forfeitedAtMs ?? now });
    return true;
  }

  /**
   * Forgets a license that is gone at the license server, or somebody else's; a promised one stays.
   */
  drop(licenseId: LicenseId): void {
    this.stock.remove(licenseId);
    this.parked.delete(licenseId);
  }

  lapse(now: number): void {
    this.#lapsed += this.stock.lapse(now);
  }

  /** Says whether any license is in somebody's hands. */
  get hasClaims(): boolean {
    return this.claims.size + this.vacating.size > 0;
  }

  /** Lists the keys that have had a license in their hands since before an instant (epoch ms). */
  keysSince(atMs: number): string[] {
    const old = [...this.claims, ...this.vacating].filter(([, claim]) => claim.atMs <= atMs);
    return [...new Set(old.map(([key]) => key))];
  }

  #around(): Omit<PoolState, 'free'> {
    return {
      version: 1,
      licenseServer: this.#licenseServer,
      claims: Object.fromEntries(this.claims),
      vacating: Object.fromEntries(this.vacating),
      parked: [...this.parked.values()],
      prices: this.#prices,
      lapsed: this.#lapsed,
    };
  }

  #promise(to: Map<string, Claim>, key: string, license: FreeLicense, atMs: number): void {
    this.stock.remove(license.licenseId);
    to.set(key, { license, atMs });
  }
}

const NONE_PASSED_OVER = { counts: {}, examples: [] };

function* licensesIn(claims: ReadonlyMap<string, Claim>): Iterable<FreeLicense> {
  for (const { license } of claims.values()) yield license;
}

function keyOf(claims: ReadonlyMap<string, Claim>, licenseId: LicenseId): string | undefined {
  for (const [key, { license }] of claims) if (license.licenseId === licenseId) return key;
  return undefined;
}
