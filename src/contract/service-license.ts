import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';

import type { Offer } from '../domain/base/period.js';
import type { HeldLicense, LicenseSource } from '../domain/life/holding.js';
import type { Life } from '../domain/life/life.js';
import type { Resolution, ResolutionAction } from '../domain/life/resolution.js';
import type { LifeState } from '../domain/life/state-of.js';
import type { Service, ServiceStatus } from '../domain/base/service.js';
import type { ServiceChange } from '../domain/terms/service-change.js';

/** Starts a service's Workflow; `carried` is what Continue-As-New hands to the next run. */
export interface ServiceLicenseInput {
  readonly service: Service;
  readonly carried?: Life;
  /** A license that the service has had before panelkeeper knew it. */
  readonly adopted?: HeldLicense;
}

/** The license as it is handed to the provisioning system, with its key. */
export interface LicenseAnswer {
  readonly licenseId: string;
  /** The license key, which belongs to the provider's customer. */
  readonly key: string;
  readonly priceList: string;
  readonly periodMonths: number;
  readonly expiresOn: string;
  readonly source: LicenseSource;
}

/** What a program can go by where something is not done yet; the words beside it are for people. */
export interface Standing {
  /** Nothing goes on before a human has acted or decided. */
  readonly needsHuman: boolean;
  /** What has failed, of the closed set of docs/errors.md; absent where nothing has. */
  readonly failure?: string;
  /** When it is looked at again without anybody's doing: ISO 8601, in UTC. */
  readonly retryAt?: string;
  /** What `resolve` would take now. */
  readonly mayResolve: readonly ResolutionAction[];
}

/** Why an answer is not there when the caller's patience is over, and what can be done about it. */
export interface Unfinished extends Standing {
  readonly reason: string;
}

/** The Workflow begins a new run: whoever still has patience asks that one. */
export interface CutShort {
  /** The first run of this life, as a later life of the same service is not meant. */
  readonly cutShortIn?: string;
}

export type OpenAnswer =
  | { readonly status: 'licensed'; readonly license: LicenseAnswer }
  /** The caller's patience is over; asking again goes on waiting for the same order. */
  | ({ readonly status: 'pending' } & Unfinished & CutShort);

export type CloseAnswer =
  | { readonly status: 'closed' }
  /** The caller's patience is over; the license is still on its way to the pool. */
  | ({ readonly status: 'closing' } & Unfinished & CutShort);

export type ChangeIpAnswer =
  /**
   * The license is bound to the new address; where another one has replaced it, its key is another
   * one too.
   */
  | { readonly status: 'changed'; readonly license?: Omit<LicenseAnswer, 'key'> }
  /**
   * The license server allows the change later, or has not answered within the caller's patience.
   */
  | ({ readonly status: 'waiting' } & Unfinished & CutShort);

/** The panel that a service is to have; addons stay only where they are asked for again. */
export type PanelRequest = Pick<Service, 'panel' | 'addons'>;

export type ChangePanelAnswer =
  /**
   * The license serves the new panel; where another one has replaced it, its key is another one
   * too.
   */
  | { readonly status: 'changed'; readonly license?: Omit<LicenseAnswer, 'key'> }
  | { readonly status: 'refused'; readonly reason: string }
  | ({ readonly status: 'pending' } & Unfinished & CutShort);

export type ChangeServiceAnswer =
  /** What is bought from the next payment on. */
  | { readonly status: 'changed'; readonly nextPayment: Offer }
  | { readonly status: 'refused'; readonly reason: string };

export type RenewKeyAnswer =
  /** The license with its new key, or why that cannot be read yet: `openLicense` again reads it. */
  | { readonly status: 'renewed'; readonly license?: LicenseAnswer; readonly reason?: string }
  /** The license server allows it later, or has not answered: why, in words. */
  | { readonly status: 'notRenewed'; readonly reason: string };

/** A service as operators see it: everything but the license key. */
export interface ServiceView extends Standing {
  readonly service: Service;
  readonly status: ServiceStatus;
  readonly state: LifeState;
  readonly license?: Omit<LicenseAnswer, 'key'> & {
    readonly licenseServer: string;
    /**
     * Since when (epoch ms) the service has this license key; later than it was read, it is another
     * one: `openLicense` again gives it. Absent for a license that was adopted.
     */
    readonly keySinceMs?: number;
  };
  /** Something is on its way, so that the license may change at any moment. */
  readonly isMoving: boolean;
  readonly orders: number;
  readonly prolongs: number;
  /** What happens next and why, in words. */
  readonly next: string;
  readonly trouble?: string;
  /** When the service will end (epoch ms), where that is known. */
  readonly closesAtMs?: number;
}

/** When a service will end (epoch ms), or `null` where that is not known any more. */
export interface ScheduleClose {
  readonly closesAtMs: number | null;
  /** A moment that is past is meant: the service ends at once. */
  readonly confirm?: true;
}

/** How long a caller waits for an answer, in milliseconds. */
export interface Patience {
  readonly patienceMs: number;
}

export const openUpdate = defineUpdate<OpenAnswer, [Service, Patience]>('open');
export const closeUpdate = defineUpdate<CloseAnswer, [Patience]>('close');
export const suspendUpdate = defineUpdate<ServiceView>('suspend');
export const resumeUpdate = defineUpdate<ServiceView>('resume');
/** Tells that the service has another address, which its license is to follow. */
export const changeIpUpdate = defineUpdate<ChangeIpAnswer, [ip: string, Patience]>('changeIp');
/** Gives the service another panel; what is refused leaves everything as it was. */
export const changePanelUpdate = defineUpdate<ChangePanelAnswer, [PanelRequest, Patience]>('changePanel');
/** Tells that the client's order is another one; what is refused leaves everything as it was. */
export const changeServiceUpdate = defineUpdate<ChangeServiceAnswer, [ServiceChange]>('changeService');
/** Renews the license key, which has leaked. */
export const renewKeyUpdate = defineUpdate<RenewKeyAnswer, [Patience]>('renewKey');
/** Tells when the service will end (epoch ms), or that its end is not known any more. */
export const scheduleCloseUpdate = defineUpdate<ServiceView, [ScheduleClose]>('scheduleClose');
/**
 * Makes the Workflow read its license at the license server again: it was found to differ there.
 */
export const rereadSignal = defineSignal('reread');
/** Decides about a step that has failed, as a human. */
export const resolveUpdate = defineUpdate<ServiceView, [Resolution]>('resolve');
/**
 * Makes the Workflow look at everything again now: after a top-up, a changed password, a repaired
 * server.
 */
export const wakeSignal = defineSignal('wake');
export const viewQuery = defineQuery<ServiceView>('view');
/** Reads the whole state, which has no key in it: a dry run goes on from a copy of it. */
export const stateQuery = defineQuery<Life>('state');
