import type { CalendarDate } from '../domain/base/calendar.js';
import type { Catalogue } from './catalogue.js';
import type { Language } from './messages.js';
import type { Parameters } from './http/parameters.js';
import type { Rules } from './rules.js';
import type { Account } from './store/records.js';
import type { SignInLock } from './sign-in-lock.js';
import type { Store } from './store/store.js';
import type { Element } from './tree.js';

/** What the license server knows at one instant. */
export interface World {
  readonly store: Store;
  readonly rules: Rules;
  readonly catalogue: Catalogue;
  readonly signInLock: SignInLock;
  readonly nowMs: number;
  /** The date in the license server's own calendar. */
  readonly today: CalendarDate;
}

/** One request to one function, before it is known who asks. */
export interface AnonymousCall {
  readonly world: World;
  readonly func: string;
  readonly parameters: Parameters;
  readonly lang: Language;
  readonly remoteAddress: string;
  readonly account: Account | undefined;
}

/** One request of a signed-in customer. */
export interface Call extends AnonymousCall {
  readonly account: Account;
}

/** Answers a call with what stands inside `<doc>`, or throws a BillError. */
export type FunctionHandler = (call: Call) => Element[];
