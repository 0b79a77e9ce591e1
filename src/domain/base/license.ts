import type { CalendarDate } from './calendar.js';

/** The number of a license (an "item") at its license server. */
export type LicenseId = string & { readonly __brand: 'LicenseId' };

/**
 * The code of a price list at a license server, e.g. `55382`; ISPsystem's pages also call it the
 * tariff code.
 */
export type PriceListCode = string & { readonly __brand: 'PriceListCode' };

/** What the license server says about a license: ISPsystem's five item statuses. */
export type LicenseStatus = 'ordered' | 'active' | 'suspended' | 'deleted' | 'processing';

/** One license as its license server describes it, translated but not interpreted. */
export interface LicenseRecord {
  readonly licenseId: LicenseId;
  readonly priceList: PriceListCode;
  /** The license name, free text of at most 255 characters. */
  readonly name: string;
  readonly ip: string;
  readonly status: LicenseStatus;
  readonly expiresOn: CalendarDate;
  readonly orderedOn?: CalendarDate;
  /** The reseller's own id; absent where the license server does not show it. */
  readonly remoteId?: string;
  readonly ipChangedOn?: CalendarDate;
  readonly keyChangedOn?: CalendarDate;
  /** Whether the license server would prolong it by itself; absent where it does not say. */
  readonly autoprolong?: boolean;
  /** How many of which addon it has; absent where the license server does not say. */
  readonly addons?: Readonly<Record<string, number>>;
}

/** A list of licenses, and whether its silence about a license proves anything. */
export type LicenseList =
  | { readonly trusted: true; readonly licenses: readonly LicenseRecord[] }
  | { readonly trusted: false; readonly reason: string; readonly licenses: readonly LicenseRecord[] };
