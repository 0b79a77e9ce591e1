import { FREE_IP, type Marker } from '../base/marker.js';
import type { LicenseId } from '../base/license.js';
import type { CalendarDate } from '../base/calendar.js';
import type { Ending, OffersToEnd } from '../base/closing-date.js';
import type { Offer } from '../base/period.js';
import type { Addons } from '../base/price.js';
import type { Service } from '../base/service.js';
import type { Waiter } from '../base/waiters.js';
import type { FreeLicense, Need } from '../pool/pool.js';
import type { ListPrice, ParkedLicense } from '../pool/pool-state.js';
import type { TermsQuestion } from '../terms/terms.js';
import type { OrderMade } from './acquisition.js';
import type { HeldLicense } from './holding.js';

interface AtServer {
  readonly licenseServer: string;
}
interface Keyed extends AtServer {
  readonly marker: Marker;
}

/** One Activity with its arguments: all that a life can make happen. */
export type Call =
  | { readonly kind: 'resolveTerms'; readonly question: TermsQuestion }
  | { readonly kind: 'askStatus'; readonly serviceId: string; readonly processingModule: string }
  | ({ readonly kind: 'claim'; readonly need: Need } & Keyed)
  | ({ readonly kind: 'releaseClaim' } & Keyed)
  | ({ readonly kind: 'vacate'; readonly license: FreeLicense } & Keyed)
  | ({ readonly kind: 'tellVacated'; readonly license: FreeLicense | null } & Keyed)
  | ({ readonly kind: 'bind'; readonly license: FreeLicense; readonly service: Service } & Offer & Keyed)
  | ({ readonly kind: 'reject'; readonly license: FreeLicense | null } & Keyed)
  | ({ readonly kind: 'confirm' } & Keyed)
  | ({
      readonly kind: 'order';
      readonly service: Service;
      readonly addons: Addons | null;
      readonly hadNone: string;
    } & Offer &
      Keyed)
  | ({ readonly kind: 'find'; readonly made: OrderMade } & Keyed)
  | {
      readonly kind: 'prolong';
      readonly serviceId: string;
      readonly license: HeldLicense;
      readonly periodMonths: number;
      readonly addons: Addons | null;
    }
  | {
      readonly kind: 'readdress';
      readonly serviceId: string;
      readonly license: HeldLicense;
      readonly ip: string;
    }
  | ({
      readonly kind: 'changePriceList';
      readonly serviceId: string;
      readonly changeId: string;
      readonly license: HeldLicense;
    } & Offer)
  | { readonly kind: 'reread'; readonly license: HeldLicense }
  | {
      readonly kind: 'giveBack';
      readonly serviceId: string;
      readonly license: HeldLicense;
    }
  | ({
      readonly kind: 'tellPool';
      readonly key: string;
      readonly license: FreeLicense;
      readonly price: ListPrice | null;
    } & AtServer)
  | ({ readonly kind: 'park'; readonly parked: ParkedLicense } & AtServer)
  | ({
      readonly kind: 'lookBack';
      readonly serviceId: string;
      readonly markers: string;
      readonly ip: string;
      readonly periodMonths: number;
    } & AtServer)
  | ({
      readonly kind: 'accept';
      readonly licenseId: LicenseId;
      readonly source: HeldLicense['source'];
      readonly marker: Marker | null;
      readonly expiresOn: CalendarDate | null;
    } & Offer &
      AtServer)
  | { readonly kind: 'redate'; readonly license: HeldLicense; readonly expiresOn: CalendarDate }
  /** Asks whether the balance reaches for an order, before a license makes room for it. */
  | ({
      readonly kind: 'readFunds';
      readonly addons: Addons | null;
      readonly hadNone: string;
    } & Offer &
      Keyed)
  /** Asks which of the periods on sale make the cheapest way to a known end. */
  | ({
      readonly kind: 'compareOffers';
      readonly toEnd: OffersToEnd;
      readonly ending: Ending;
      readonly addons: Addons | null;
    } & AtServer)
  | ({ readonly kind: 'joinWatch'; readonly waiter: Omit<Waiter, 'workflowId'> } & AtServer);

export type CallKind = Call['kind'];

/**
 * Says whether two calls are the same: what they do and with which arguments, whatever the reason
 * is.
 */
export function isSameCall(a: Call, b: Call): boolean {
  return a.kind === b.kind && JSON.stringify(a) === JSON.stringify(b);
}

/** What a trouble is about: one failure of each subject is kept at a time. */
export type Subject =
  | 'terms'
  | 'ask'
  | 'pool'
  | 'acquire'
  | 'find'
  | 'prolong'
  | 'move'
  | 'panel'
  | 'return'
  | 'read'
  | 'decision'
  | 'prices'
  | 'funds';

const SUBJECTS: Readonly<Record<CallKind, Subject>> = {
  resolveTerms: 'terms',
  askStatus: 'ask',
  claim: 'acquire',
  vacate: 'acquire',
  bind: 'acquire',
  order: 'acquire',
  readFunds: 'acquire',
  releaseClaim: 'pool',
  tellVacated: 'pool',
  reject: 'pool',
  confirm: 'pool',
  tellPool: 'pool',
  park: 'pool',
  find: 'find',
  lookBack: 'find',
  prolong: 'prolong',
  readdress: 'move',
  changePriceList: 'panel',
  giveBack: 'return',
  reread: 'read',
  accept: 'decision',
  redate: 'decision',
  compareOffers: 'prices',
  joinWatch: 'funds',
};

/**
 * Gives what a failure of this call is about: a license that makes room does so for the one that
 * follows it.
 */
export function subjectOf(call: Call): Subject {
  return call.kind === 'readdress' && call.ip === FREE_IP ? 'acquire' : SUBJECTS[call.kind];
}

const MESSAGES: readonly CallKind[] = [
  'resolveTerms',
  'claim',
  'releaseClaim',
  'tellVacated',
  'reject',
  'confirm',
  'tellPool',
  'park',
  'joinWatch',
];

/**
 * Says whether a call may be taken back while it has not been executed. Messages to our own
 * Workflows are not worth it: they are done in a moment, and one that was tried before may have
 * arrived.
 */
export function mayBeWithdrawn({ kind }: Call): boolean {
  return !MESSAGES.includes(kind);
}
