import type { HeldLicense } from '../life/holding.js';
import type { LicenseId, PriceListCode } from '../base/license.js';
import type { FreeLicense } from '../pool/pool.js';
import type { Service } from '../base/service.js';

/** How the license server and panelkeeper differ about one license. */
export type DifferenceKind =
  /** The license server has it, we know nothing of it. */
  | 'OnlyThere'
  /** We know it, the license server does not show it. */
  | 'OnlyHere'
  | 'ExpiryDiffers'
  | 'AddressDiffers'
  /** It carries the name of nobody, or of another service, than the one that holds it. */
  | 'NameDiffers'
  | 'PriceListDiffers'
  /** It is suspended though it is paid and in use. */
  | 'StatusDiffers'
  /** The license server would prolong it by itself, so that two would pay. */
  | 'AutoprolongOn'
  /** It is free for us and serves somebody at the license server. */
  | 'TakenElsewhere'
  /** Its server did not take it back, and a human has not settled that. */
  | 'Parked'
  /** Two services hold it, or a service and the pool. */
  | 'HeldTwice';

/** What can be done about a finding. Nothing of it pays. */
export type Proposal =
  /** Only a human can say what is right. */
  | { readonly action: 'ask' }
  /** The service's Workflow reads the license at its server, and goes by that. */
  | { readonly action: 'reread'; readonly serviceId: string }
  | { readonly action: 'addToPool'; readonly license: FreeLicense }
  | { readonly action: 'dropFromPool' }
  | { readonly action: 'returnParked'; readonly lastHolder: string }
  | { readonly action: 'turnOffAutoprolong' }
  | { readonly action: 'resume' }
  /** The service waits for a human, and takes this license if told to. */
  | { readonly action: 'accept'; readonly serviceId: string }
  /** A service's Workflow begins with the license that it has. */
  | { readonly action: 'adoptService'; readonly service: Service; readonly license: HeldLicense };

export type ProposedAction = Proposal['action'];

export interface Difference {
  readonly kind: DifferenceKind;
  readonly licenseId: LicenseId;
  readonly priceList: PriceListCode;
  readonly serviceId?: string;
  /** Both sides in words, without secrets. */
  readonly reason: string;
  readonly proposal: Proposal;
}

/** The actions that may be allowed; a finding that only a human can settle proposes to ask. */
export const PROPOSED_ACTIONS = [
  'reread',
  'addToPool',
  'dropFromPool',
  'returnParked',
  'turnOffAutoprolong',
  'resume',
  'accept',
  'adoptService',
] as const satisfies readonly ProposedAction[];

/**
 * What may be done without asking unless the configuration says otherwise: nothing that a customer
 * could notice.
 */
export const HARMLESS_ACTIONS: readonly Exclude<ProposedAction, 'ask'>[] = [
  'reread',
  'addToPool',
  'dropFromPool',
  'returnParked',
  'turnOffAutoprolong',
  'resume',
];
