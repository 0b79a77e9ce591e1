import type { PriceListCode } from '../base/license.js';
import type { AlignmentRule } from '../base/period.js';
import type { LeadSettings } from '../base/renewal.js';

/** The part of the configuration that decides how a service gets its license. */
export interface Catalogue {
  readonly licenseServers?: readonly LicenseServerPolicy[];
  readonly processingModules: readonly ProcessingModule[];
  readonly enumerations: readonly Enumeration[];
  readonly tariffs?: readonly Tariff[];
  readonly renewal: LeadSettings & { readonly whileSuspended: WhileSuspended };
}

/** What of a license server's settings counts in a decision. */
export interface LicenseServerPolicy {
  readonly name: string;
  /** What differs from the general `renewal` at this license server. */
  readonly renewal?: Partial<LeadSettings>;
  /** Whether what is left of one price list of a panel may serve another one of the same panel. */
  readonly poolAcrossPeriods?: boolean;
  readonly swapAtRenewal?: SwapAtRenewal;
  /**
   * What a moved service does whose license may not follow yet, when the pool has none: `wait`
   * unless told.
   */
  readonly onAddressLimit?: 'wait' | 'order';
  /** Which periods are paid so many days early, once a human has confirmed. */
  readonly confirmRenewals?: readonly ConfirmedRenewal[];
}

/** A period whose payment a human is asked to confirm. */
export interface ConfirmedRenewal {
  readonly periodMonths: number;
  readonly daysBefore: number;
}

/**
 * When a pooled license is taken in place of a payment: never, when it has so many days left, or
 * always.
 */
export type SwapAtRenewal = 'never' | 'always' | { readonly atLeastDays: number };

export interface ProcessingModule {
  readonly name: string;
  readonly licenseServer: string;
  readonly periodAlignment: readonly AlignmentRule[];
  /**
   * Whom to ask before each payment whether the service still lives; `{serviceId}` in the URL is
   * replaced.
   */
  readonly serviceStatus?: { readonly url: string; readonly whenUnreachable: 'pay' | 'wait' };
}

export interface Enumeration {
  readonly name: string;
  readonly values: readonly Panel[];
}

/** A value of an enumeration: a control panel that a client may choose. */
export interface Panel {
  readonly internalName: string;
  readonly priceLists: readonly PanelPriceList[];
  readonly addons?: readonly Addon[];
}

export interface PanelPriceList {
  readonly code: PriceListCode;
  readonly periodsMonths: readonly number[];
  /** Whether it also sells a trial. */
  readonly trial?: boolean;
}

/** An option of a panel, of which a license may have several. */
export interface Addon {
  readonly id: string;
  readonly max: number;
}

/** A tariff of the provider, with its "Control panel license" resource. */
export interface Tariff {
  readonly id: string;
  readonly productType: string;
  readonly processingModule: string;
  /** For how many months at a time a client may order. */
  readonly periodsMonths: readonly number[];
  /** The provider's currency. */
  readonly currency: string;
  readonly controlPanelLicense: {
    /**
     * `panels` names those of the enumeration that a client may choose; all of them where it is
     * absent.
     */
    readonly restrictions: { readonly enumeration: string; readonly panels?: readonly string[] };
    /** Panel, then period in months, to the price in minor units. */
    readonly prices: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
}

/**
 * What becomes of the license of a suspended service: it is kept paid, or what is paid is allowed
 * to run out.
 */
export type WhileSuspended = 'prolong' | 'lapse';
