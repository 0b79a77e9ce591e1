import type { LicenseId, PriceListCode } from '../base/license.js';
import { FREE_IP } from '../base/marker.js';
import { TRIAL } from '../base/period.js';
import type { Paid } from '../base/renewal.js';
import type { FreeLicense } from '../pool/pool.js';

/**
 * The license that a service holds. Its key is not here: it travels in the answer to the caller and
 * nowhere else.
 */
export interface HeldLicense extends Paid {
  readonly licenseId: LicenseId;
  readonly licenseServer: string;
  readonly priceList: PriceListCode;
  readonly source: LicenseSource;
  /**
   * The instant (epoch ms) from which the license has surely expired: the latest that its expiry
   * date can mean.
   */
  readonly expiredAtMs: number;
}

export type LicenseSource = 'ordered' | 'pool' | 'adopted';

/** A license in the hands of a service, with what is known and in doubt of it. */
export interface Holding {
  /** As its license server last showed it. */
  readonly license: HeldLicense;
  /**
   * The address it stands at: `0.0.0.0` for one that has stepped aside, `null` where a lost answer
   * leaves it unknown.
   */
  readonly ip: string | null;
  /**
   * Until when (epoch ms) an edit, or a payment, whose answer was lost may still arrive; 0 where
   * none may.
   */
  readonly editUntilMs: number;
  readonly paymentUntilMs: number;
  /**
   * The price list that the service is to have: a license of another one serves until its end and
   * is not prolonged.
   */
  readonly ownList: PriceListCode;
  /**
   * From when (epoch ms) its server lets its address be changed, where that was refused before; 0
   * where it was not.
   */
  readonly movesFromMs: number;
  /** Its service has run with it. */
  readonly hasServed: boolean;
}

/** Takes a license as held, at an address that is known, with nothing in doubt. */
export function holdingOf(license: HeldLicense, ip: string | null): Holding {
  return {
    license,
    ip,
    editUntilMs: 0,
    paymentUntilMs: 0,
    ownList: license.priceList,
    movesFromMs: 0,
    hasServed: true,
  };
}

/** Takes a claimed license as held, which has never served. */
export function holdingOfClaimed(
  claimed: FreeLicense,
  { licenseServer, periodMonths }: Pick<HeldLicense, 'licenseServer' | 'periodMonths'>,
  editUntilMs: number,
): Holding {
  const { licenseId, priceList, expiresOn, expiresAtMs, expiredAtMs } = claimed;
  const license: HeldLicense = {
    licenseId,
    licenseServer,
    priceList,
    periodMonths,
    expiresOn,
    expiresAtMs,
    expiredAtMs,
    source: 'pool',
  };
  return { ...holdingOf(license, null), editUntilMs, hasServed: false };
}

/** Gives the instant (epoch ms) until which a call to this license may still arrive. */
export function inFlightUntil({ editUntilMs, paymentUntilMs }: Holding): number {
  return Math.max(editUntilMs, paymentUntilMs);
}

/** Says whether a license is a trial, which is not prolonged. */
export function isTrial({ periodMonths }: Pick<HeldLicense, 'periodMonths'>): boolean {
  return periodMonths === TRIAL;
}

/** Says whether a license has left its address for another one. */
export function hasSteppedAside({ ip }: Holding): boolean {
  return ip === FREE_IP;
}
