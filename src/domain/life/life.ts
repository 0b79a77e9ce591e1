import type { CalendarDate } from '../base/calendar.js';
import type { LicenseId, PriceListCode } from '../base/license.js';
import { markerOf, type Marker } from '../base/marker.js';
import { TRIAL, type Offer } from '../base/period.js';
import type { FreeLicense } from '../pool/pool.js';
import type { Paid } from '../base/renewal.js';
import type { Resolution } from './resolution.js';
import type { Readdress } from './replacement.js';
import type { Service, ServiceStatus } from '../base/service.js';
import type { Terms } from '../terms/terms.js';
import type { Trouble } from './trouble.js';

/** The license that a service holds. Its key is not here: it travels in the answer to the caller and nowhere else. */
export interface HeldLicense extends Paid {
  readonly licenseId: LicenseId;
  readonly licenseServer: string;
  readonly priceList: PriceListCode;
  readonly source: LicenseSource;
  /** The instant (epoch ms) from which the license has surely expired: the latest that its expiry date can mean. */
  readonly expiredAtMs: number;
  /** It came from the pool and is of another price list than the service's: it serves until its end and is not prolonged. */
  readonly isLeftover?: boolean;
}

export type LicenseSource = 'ordered' | 'pool' | 'adopted';

/** An order as it was made: until its outcome is known it is made again and looked for so, whatever is configured by then. */
export interface OrderMade extends Offer {
  readonly ip: string;
}

/** A license on its way to the service: from the pool while `claimed`, else to be ordered. */
export interface Obtaining {
  /** The key of the claim and the sign of the order. */
  readonly marker: Marker;
  /** Where it is obtained. */
  readonly licenseServer: string;
  /** It is to serve another panel than the license that is held. */
  isForPanel?: true;
  claimed?: FreeLicense;
  /** A free license that has to leave the address first. */
  vacate?: FreeLicense;
  /** How many claimed licenses the license server has refused. */
  refusals?: number;
  /** The license must be paid past this instant (epoch ms); past now where it is absent. */
  paidUntilMs?: number;
  /** Why nothing came from the pool, in words. */
  poolHadNone?: string;
  /** An order with this marker may have been executed: until that is known nothing else is tried. */
  mayBeOrdered?: OrderMade;
}

/**
 * The state of one service's Workflow: plain JSON, absolute instants, carried over Continue-As-New.
 * Only the Workflow's main function and its message handlers write it.
 */
export interface Life {
  readonly version: 1;
  service: Service;
  /** The first run id of the Workflow, which Continue-As-New and Reset keep. */
  readonly firstRunId: string;
  status: ServiceStatus;
  terms?: Terms;
  license?: HeldLicense;
  /** The license that another one has replaced, until it is back in the pool. */
  outgoing?: HeldLicense;
  obtaining?: Obtaining;
  /** When the service will end (epoch ms), where that is known beforehand. */
  closesAtMs?: number;
  /** The service as it is to be, with another panel, until that is done or refused. */
  panelChange?: Service;
  /** How many changes of the panel were done; it names what the next one pays for. */
  panelChanges?: number;
  /** Why the last change of the panel was refused. */
  panelRefusal?: string;
  /** The service has moved, and its license has not followed yet. */
  readdress?: Readdress;
  /** The expiry date for which the pool was last asked in place of a payment. */
  poolAskedFor?: CalendarDate;
  /** The license that was not let off its address, as it was then: it is prolonged and not swapped. */
  cannotLeave?: Pick<HeldLicense, 'licenseId' | 'expiresOn'>;
  /** The license is to be read again at its server. */
  rereads?: boolean;
  /** The service has held a trial license: there is no second one. */
  hadTrial?: true;
  /**
   * What this life did may be forgotten, as its Workflow was reset: before it ends it looks for licenses that it does not know
   * of any more, and returns them. Absent where it was not reset, or does not end yet.
   */
  forgotten?: 'maybe' | 'lookedFor' | 'nothing';
  /** How many licenses this life has asked for; it numbers the markers. */
  wanted: number;
  /** How many paying calls were made: licenses ordered, periods prolonged. */
  orders: number;
  prolongs: number;
  /** What keeps the next step from being done. */
  trouble?: Trouble;
  /** What a human has decided about the trouble, until it is done. */
  resolution?: Resolution;
  /** Why the service will never get a license: its data do not fit the configuration. */
  refusal?: string;
}

export function newLife(service: Service, firstRunId: string, license?: HeldLicense): Life {
  const life: Life = { version: 1, service, firstRunId, status: 'active', wanted: 0, orders: 0, prolongs: 0 };
  return license ? { ...life, license, ...(isTrial(license) && { hadTrial: true }) } : life;
}

/** Says whether a license is a trial, which is not prolonged. */
export function isTrial({ periodMonths }: Pick<HeldLicense, 'periodMonths'>): boolean {
  return periodMonths === TRIAL;
}

/**
 * Begins to obtain a license by the terms in force, or goes on with what is already on its way. What is not is begun anew at
 * another license server, as a marker belongs to one.
 */
export function beginObtaining(life: Life, { licenseServer }: Terms): Obtaining {
  const { obtaining } = life;
  if (obtaining && (isOnItsWay(obtaining) || obtaining.licenseServer === licenseServer)) return obtaining;
  const { paidUntilMs } = obtaining ?? {};
  const marker = markerOf(life.service, life.firstRunId, ++life.wanted);
  return (life.obtaining = { marker, licenseServer, ...(paidUntilMs !== undefined && { paidUntilMs }) });
}

/** Says whether a license would be lost if its obtaining were forgotten. */
export function isOnItsWay({ claimed, vacate, mayBeOrdered }: Partial<Obtaining> = {}): boolean {
  return [claimed, vacate, mayBeOrdered].some((part) => part !== undefined);
}

/** Ends obtaining: the service holds the license, and the one before it is to be returned. */
export function hold(life: Life, license: HeldLicense): void {
  const { license: before } = life;
  if (before && before.licenseId !== license.licenseId) life.outgoing = before;
  life.license = license;
  if (isTrial(license)) life.hadTrial = true;
  delete life.obtaining;
}

/** Says whether a license was to leave its address, and may not. */
export function staysAtItsAddress({ license, cannotLeave }: Life): boolean {
  if (!license || !cannotLeave) return false;
  return license.licenseId === cannotLeave.licenseId && license.expiresOn === cannotLeave.expiresOn;
}

/** Takes a claimed license as held, so that it can be returned without ever having served. */
export function heldFromPool(claimed: FreeLicense, licenseServer: string, periodMonths: number): HeldLicense {
  const { licenseId, priceList, expiresOn, expiresAtMs, expiredAtMs } = claimed;
  return {
    licenseId,
    licenseServer,
    priceList,
    periodMonths,
    expiresOn,
    expiresAtMs,
    expiredAtMs,
    source: 'pool',
  };
}
