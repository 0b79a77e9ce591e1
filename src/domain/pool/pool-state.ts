import type { CalendarDate } from '../base/calendar.js';
import type { LicenseId, PriceListCode } from '../base/license.js';
import type { Money } from '../base/money.js';
import type { FreeLicense } from './pool.js';

/** A license that is in the hands of a business key for a while. */
export interface Claim {
  readonly license: FreeLicense;
  readonly atMs: number;
}

/**
 * A license that its server did not take back: it may still carry a customer's name and address.
 */
export interface ParkedLicense {
  readonly licenseId: LicenseId;
  readonly priceList: PriceListCode;
  readonly expiresOn: CalendarDate;
  readonly expiredAtMs: number;
  readonly lastHolder: string;
  /** Why, and in whose words. */
  readonly failure: string;
  readonly message: string;
  readonly atMs: number;
  /** When a human gave it up; it stays in the reports until it is gone at the license server. */
  readonly forfeitedAtMs?: number;
}

/** What a price list costs, for the value of what is left. */
export interface ListPrice extends Money {
  readonly months: number;
}

/** The state of one license server's pool. */
export interface PoolState {
  readonly version: 1;
  readonly licenseServer: string;
  readonly free: readonly FreeLicense[];
  /** Promised to a key, and not confirmed yet. */
  readonly claims: Readonly<Record<string, Claim>>;
  /** On its way off the address that a key wants. */
  readonly vacating: Readonly<Record<string, Claim>>;
  readonly parked: readonly ParkedLicense[];
  readonly prices: Readonly<Partial<Record<PriceListCode, ListPrice>>>;
  /** How many licenses ran out while they were free. */
  readonly lapsed: number;
}

export function emptyPool(licenseServer: string): PoolState {
  return { version: 1, licenseServer, free: [], claims: {}, vacating: {}, parked: [], prices: {}, lapsed: 0 };
}
