import type { CalendarDate } from '../base/calendar.js';
import type { Ending } from '../base/closing-date.js';
import type { Service, ServiceStatus } from '../base/service.js';
import { TRIAL } from '../base/period.js';
import type { FreeLicense } from '../pool/pool.js';
import type { ListPrice, ParkedLicense } from '../pool/pool-state.js';
import type { Terms } from '../terms/terms.js';
import type { Acquisition } from './acquisition.js';
import type { Call } from './call.js';
import { holdingOf, type HeldLicense, type Holding } from './holding.js';
import type { Resolution } from './resolution.js';
import type { Troubles } from './trouble.js';

/** What callers have said of a service, and nothing else. */
export interface Wish {
  readonly status: ServiceStatus;
  /** The service as it is to be: its address and its panel are what the license is to follow. */
  readonly service: Service;
  /**
   * The panel that is served until the change to the wished one is done; `null` where none is under
   * way.
   */
  readonly insteadOf: Pick<Service, 'panel' | 'addons'> | null;
  /** When the service will end (epoch ms); `null` where that is not known. */
  readonly endsAtMs: number | null;
}

/** A license that is still to be given back. */
export interface Outgoing extends Holding {
  readonly stage:
    | { readonly kind: 'atServer' }
    /** Given back at its server, and the pool is still to be told. */
    | {
        readonly kind: 'returned';
        readonly license: FreeLicense;
        readonly price: ListPrice | null;
        /** Names this return among all: told twice, it counts once. */
        readonly key: string;
      }
    /** Its server has refused often enough to take it back, and the pool is still to be told. */
    | { readonly kind: 'refused'; readonly parked: ParkedLicense };
}

/**
 * The provider's word on whether to pay, good until a message says otherwise or this instant has
 * come.
 */
export interface Permit {
  readonly untilMs: number;
}

/**
 * The state of one service's Workflow: plain JSON, absolute instants, replaced by `learn` and never
 * written to.
 */
export interface Life {
  readonly version: 2;
  /** The first run id of the Workflow, which Continue-As-New and Reset keep. */
  readonly firstRunId: string;
  readonly wish: Wish;
  readonly held: Holding | null;
  /**
   * Since when (epoch ms) the service has the license that it holds, and with it this license key.
   */
  readonly keySinceMs: number | null;
  readonly outgoing: readonly Outgoing[];
  readonly acquiring: Acquisition;
  readonly trouble: Troubles;
  /** The call that is under way, written before it goes out. */
  readonly calling: Call | null;
  /** The terms in force; `null` before they are known. */
  readonly terms: Terms | null;
  /** The panel that the terms are for: one that was wished and refused leaves its own behind. */
  readonly termsFor: string | null;
  /** The question, as text, that the terms answer; `null` where they are to be asked for again. */
  readonly termsAnswer: string | null;
  /**
   * The client's order has changed: the price list of the held license is no reason any more not to
   * buy another one's period.
   */
  readonly realigns: boolean;
  readonly permit: Permit | null;
  /** The expiry for which the pool was last asked in place of a payment. */
  readonly poolAskedFor: CalendarDate | null;
  /** The expiry for which a human has confirmed the payment. */
  readonly confirmedFor: CalendarDate | null;
  /** The known end for which prices were compared, with what they made the cheapest. */
  readonly compared: Ending | null;
  /** How many licenses of the pool were refused in a row. */
  readonly refusals: number;
  /** The license is to be read again at its server. */
  readonly rereads: boolean;
  /** A human's decision that needs a call. */
  readonly decision: Extract<Resolution, { action: 'accept' | 'setExpiry' }> | null;
  /** The service has held a trial license: there is no second one. */
  readonly hadTrial: boolean;
  /**
   * There may be licenses of the service that this life does not know of, as it was reset, or its
   * address is taken: it looks for them before it obtains another, and before it ends.
   */
  readonly lookBack: 'no' | 'due' | 'done';
  /** Why the last change of the panel was refused. */
  readonly panelRefusal: string | null;
  /** Why the service will never get a license: its data do not fit the configuration. */
  readonly refusal: string | null;
  /**
   * Counts licenses asked for, which numbers the markers, changes of the panel, and the paying
   * calls made.
   */
  readonly tally: {
    readonly markers: number;
    readonly panels: number;
    readonly orders: number;
    readonly prolongs: number;
  };
}

/** Begins the life of a service, with the license that it has had before panelkeeper knew it. */
export function newLife(service: Service, firstRunId: string, adopted?: HeldLicense): Life {
  return {
    version: 2,
    firstRunId,
    wish: { status: 'active', service, insteadOf: null, endsAtMs: null },
    held: adopted ? holdingOf(adopted, service.ip) : null,
    keySinceMs: null,
    outgoing: [],
    acquiring: { kind: 'none' },
    trouble: {},
    calling: null,
    terms: null,
    termsFor: null,
    termsAnswer: null,
    realigns: false,
    permit: null,
    poolAskedFor: null,
    confirmedFor: null,
    compared: null,
    refusals: 0,
    rereads: false,
    decision: null,
    hadTrial: adopted?.periodMonths === TRIAL,
    lookBack: 'no',
    panelRefusal: null,
    refusal: null,
    tally: { markers: 0, panels: 0, orders: 0, prolongs: 0 },
  };
}
