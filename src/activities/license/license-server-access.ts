import type { LicenseServer } from '../../billmanager/license-server.js';
import { changeableOn, type ChangeLimit } from '../../domain/base/address-change.js';
import type { ProposedAction } from '../../domain/comparison/difference.js';
import type { HeldLicense, LicenseSource } from '../../domain/life/holding.js';
import type { LicenseRecord, PriceListCode } from '../../domain/base/license.js';
import type { Money } from '../../domain/base/money.js';
import type { FreeLicense } from '../../domain/pool/pool.js';
import type { Addons } from '../../domain/base/price.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { Limits } from '../../ledger/limits.js';
import type { PassLine } from '../pass-line.js';
import { earliestInstantOf, latestInstantOf, type ServerTimeZone } from './expiry.js';

/** One license server as the Activities of its Task Queue reach it, with what its answers mean. */
export interface LicenseServerAccess {
  readonly name: string;
  readonly server: LicenseServer;
  readonly timeZone: ServerTimeZone;
  readonly changeLimit: ChangeLimit;
  /**
   * Whether a returned license leaves its address at once or with its next hand-out; `lazy` unless
   * told.
   */
  readonly returnMode?: 'eager' | 'lazy';
  /**
   * What a comparison with the license server may do, and which share of our licenses its list may
   * lack.
   */
  readonly reconcile?: { readonly allow?: readonly ProposedAction[]; readonly missingShare?: number };
  readonly ledger: Ledger;
  readonly limits: Limits;
  readonly clock: Clock;
  /** For how long (ms) a call whose outcome is unknown may still be on its way. */
  readonly settleMs: number;
  /**
   * Gives what a payment will cost, with addons as far as told; fails with `PriceListUnavailable`
   * for what is not sold.
   */
  readonly priceOf: (priceList: PriceListCode, periodMonths: number, addons?: Addons) => Promise<Money>;
  /** Gives what clients pay at most for what a price list sells, where a tariff of ours says so. */
  readonly askedOfClients?: (priceList: PriceListCode, periodMonths: number) => Money | undefined;
  /** Throws unless the call that runs is still wanted; asked before what cannot be taken back. */
  readonly passLine: PassLine;
}

/** What it takes to write to a license. */
export type LicenseWriter = Pick<LicenseServerAccess, 'server' | 'passLine'>;

/** A clock, epoch ms: the machine's own, or that of an engine that skips time. */
export interface Clock {
  now(): number | Promise<number>;
}

/** Translates a license as its server describes it into one that a service holds. */
export function heldLicense(
  { name: licenseServer, timeZone }: LicenseServerAccess,
  { licenseId, priceList, expiresOn }: Pick<LicenseRecord, 'licenseId' | 'priceList' | 'expiresOn'>,
  periodMonths: number,
  source: LicenseSource,
): HeldLicense {
  return {
    licenseId,
    licenseServer,
    priceList,
    periodMonths,
    expiresOn,
    expiresAtMs: earliestInstantOf(expiresOn, timeZone),
    expiredAtMs: latestInstantOf(expiresOn, timeZone),
    source,
  };
}

/** Translates a license as its server describes it into one of the pool. */
export function freeLicense(
  { timeZone, changeLimit }: LicenseServerAccess,
  { licenseId, priceList, ip, expiresOn, ipChangedOn, keyChangedOn }: LicenseRecord,
  lastHolder: string,
): FreeLicense {
  const usableOn = changeableOn(changeLimit, [ipChangedOn, keyChangedOn]);
  return {
    licenseId,
    priceList,
    ip,
    expiresOn,
    expiresAtMs: earliestInstantOf(expiresOn, timeZone),
    expiredAtMs: latestInstantOf(expiresOn, timeZone),
    usableAtMs: usableOn === undefined ? 0 : latestInstantOf(usableOn, timeZone),
    lastHolder,
  };
}
