import type { CalendarDate } from '../domain/base/calendar.js';
import type { LicenseId, LicenseList, LicenseRecord, PriceListCode } from '../domain/base/license.js';
import type { Money } from '../domain/base/money.js';

/**
 * One license server, seen through its BILLmanager API. Every function is one call, or a list read
 * to its end.
 */
export interface LicenseServer {
  /** Signs in and gives who we are there. */
  readAccount(): Promise<AccountRecord>;
  /** Fails with `ClockSkewed` where its clock and ours disagree, so that nothing could be paid. */
  requireClock(): Promise<void>;
  listPriceLists(): Promise<readonly PriceListRecord[]>;
  listLicenses(): Promise<LicenseList>;
  readLicense(licenseId: LicenseId, priceList: PriceListCode): Promise<LicenseRecord>;
  /**
   * Reads the license key; fails with `LicenseKeyPending` when it has not appeared within the
   * limit.
   */
  readLicenseKey(licenseId: LicenseId, priceList: PriceListCode): Promise<string>;
  /** Reads what was taken from the balance, for comparing it with our own ledger. */
  listCharges(): Promise<ChargeList>;
  /**
   * Asks whether a license can be ordered for an address; a refusal is a failure with the vendor's
   * words.
   */
  checkIp(order: Pick<LicenseOrder, 'priceList' | 'periodMonths' | 'ip'>): Promise<void>;

  /** Orders a license and pays for it from the balance. */
  orderLicense(order: LicenseOrder): Promise<{ licenseId: LicenseId }>;
  /** Prolongs a license and pays for it; gives the new expiry as the answer tells it. */
  prolongLicense(licenseId: LicenseId, periodMonths: number): Promise<{ expiresOn: CalendarDate }>;
  changePriceList(licenseId: LicenseId, priceList: PriceListCode, periodMonths: number): Promise<void>;

  editLicense(licenseId: LicenseId, priceList: PriceListCode, edit: LicenseEdit): Promise<void>;
  renewLicenseKey(licenseId: LicenseId, priceList: PriceListCode): Promise<void>;
  suspendLicense(licenseId: LicenseId, priceList: PriceListCode): Promise<void>;
  resumeLicense(licenseId: LicenseId, priceList: PriceListCode): Promise<void>;
  deleteLicense(licenseId: LicenseId, priceList: PriceListCode): Promise<void>;

  /** Closes the connections; calls under way fail. */
  close(): Promise<void>;
}

export interface LicenseOrder {
  readonly priceList: PriceListCode;
  readonly periodMonths: number;
  readonly ip: string;
  readonly name: string;
  readonly remoteId: string;
  /** Addon id to amount, e.g. `{ "55236": 3 }`. */
  readonly addons?: Readonly<Record<string, number>>;
}

export interface LicenseEdit {
  readonly name?: string;
  readonly ip?: string;
  readonly remoteId?: string;
  /** Whether the license server prolongs by itself; panelkeeper always turns it off. */
  readonly autoprolong?: false;
}

export interface AccountRecord {
  readonly username: string;
  readonly balance: Money;
}

/** Money that the license server took from the balance, as it tells it. */
export interface ChargeRecord {
  readonly chargeId: string;
  /** The day of the charge in the license server's own time zone. */
  readonly on: CalendarDate;
  /** Absent where the charge was for no license. */
  readonly licenseId?: LicenseId;
  readonly amount: Money;
  readonly description: string;
}

/** A list of charges, and whether its silence about a charge proves anything. */
export type ChargeList =
  | { readonly trusted: true; readonly charges: readonly ChargeRecord[] }
  | { readonly trusted: false; readonly reason: string; readonly charges: readonly ChargeRecord[] };

export interface PriceListRecord {
  readonly priceList: PriceListCode;
  readonly name: string;
  /** Whether this account may order it. */
  readonly available: boolean;
  /** `months` is -100 for a trial. */
  readonly periods: readonly PricedPeriod[];
  /** What one of each addon costs; absent where the license server does not tell. */
  readonly addons?: readonly { readonly addon: string; readonly periods: readonly PricedPeriod[] }[];
}

export interface PricedPeriod {
  readonly months: number;
  readonly cost: Money;
}
