import type { Offer } from '../base/period.js';
import type { TermsAnswer } from '../terms/terms.js';
import type { FreeLicense, PoolChoice } from '../pool/pool.js';
import type { ListPrice } from '../pool/pool-state.js';
import type { AskedStatus } from './payment-permit.js';
import type { LicenseServerFailure } from '../base/failures.js';
import type { Call, CallKind } from './call.js';
import type { HeldLicense } from './holding.js';
import type { Met } from './trouble.js';

/** What each call brings when it is done; what an Activity gives is checked against it. */
export interface Results {
  readonly resolveTerms: TermsAnswer;
  readonly askStatus: AskedStatus;
  readonly claim: PoolChoice;
  readonly releaseClaim: void;
  readonly vacate: FreeLicense | null;
  readonly tellVacated: void;
  readonly bind:
    | { readonly kind: 'reassigned'; readonly license: HeldLicense }
    | {
        readonly kind: 'refused';
        readonly failure: 'IpChangeTooSoon' | 'IpAlreadyLicensed' | 'Refused';
        readonly message: string;
        readonly license: FreeLicense;
      }
    | { readonly kind: 'taken' | 'gone' };
  readonly reject: void;
  readonly confirm: void;
  readonly order: HeldLicense;
  readonly find: HeldLicense | null;
  readonly prolong:
    | { readonly kind: 'prolonged' | 'alreadyPaid' | 'differs'; readonly license: HeldLicense }
    | { readonly kind: 'gone' };
  readonly readdress:
    | { readonly kind: 'moved' | 'gone' }
    | { readonly kind: 'occupied'; readonly ip: string }
    | { readonly kind: 'tooSoon'; readonly ip: string; readonly usableAtMs: number };
  readonly changePriceList:
    | { readonly kind: 'changed'; readonly license: HeldLicense }
    | { readonly kind: 'refused'; readonly failure: LicenseServerFailure; readonly message: string };
  readonly reread: { readonly license: HeldLicense; readonly ip: string } | null;
  readonly giveBack:
    | { readonly kind: 'returned'; readonly license: FreeLicense; readonly price?: ListPrice }
    | { readonly kind: 'gone' };
  readonly tellPool: void;
  readonly park: void;
  readonly lookBack: HeldLicense | null;
  readonly accept: HeldLicense;
  readonly redate: HeldLicense;
  readonly readFunds: { readonly reaches: boolean; readonly amountMinor: number };
  /** Nothing where the prices are not told. */
  readonly compareOffers: Offer | null;
  readonly joinWatch: void;
}

export type CallOf<K extends CallKind> = Extract<Call, { kind: K }>;

/** A call that is done, with what it has brought. */
export type Done = { [K in CallKind]: { readonly call: CallOf<K>; readonly result: Results[K] } }[CallKind];

/** What became of a call. */
export type Outcome =
  | ({ readonly kind: 'done' } & Done)
  | { readonly kind: 'failed'; readonly call: Call; readonly met: Met }
  /** It was taken back before it was executed. */
  | { readonly kind: 'withdrawn'; readonly call: Call };
