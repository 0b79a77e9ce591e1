import { date, type CalendarDate } from '../domain/base/calendar.js';
import { answerCall } from './answer-call.js';
import { advanceLifecycle } from './billing/lifecycle.js';
import { dateAt } from './billing/next-expiry.js';
import type { World } from './call.js';
import type { Catalogue } from './catalogue.js';
import type { Rules } from './rules.js';
import { SignInLock } from './sign-in-lock.js';
import type { Credentials } from './sign-in.js';
import type { Store } from './store/store.js';
import type { Element } from './tree.js';

/**
 * Everything behind the protocol: given a request and an instant, it answers and keeps what
 * changed.
 */
export class LicenseServer {
  readonly #store: Store;
  readonly #catalogue: Catalogue;
  readonly #rules: Rules;
  readonly #signInLock: SignInLock;
  #advancedOn: CalendarDate = date('1970-01-01');

  constructor(store: Store, catalogue: Catalogue, rules: Rules) {
    this.#store = store;
    this.#catalogue = catalogue;
    this.#rules = rules;
    this.#signInLock = new SignInLock(rules.signInLock);
  }

  get rules(): Rules {
    return this.#rules;
  }

  /** Answers one request, all of it in one transaction; throws a BillError when it is refused. */
  answer(credentials: Credentials, nowMs: number): Element[] {
    this.advance(nowMs);
    return this.#store.inTransaction(() => answerCall(this.#world(nowMs), credentials));
  }

  /**
   * Does what time alone has done to the licenses. Apart from the answer, as a refusal must not
   * undo it.
   */
  advance(nowMs: number): void {
    const world = this.#world(nowMs);
    this.#store.inTransaction(() => advanceLifecycle(world, this.#advancedOn));
    this.#advancedOn = world.today;
  }

  #world(nowMs: number): World {
    return {
      store: this.#store,
      rules: this.#rules,
      catalogue: this.#catalogue,
      signInLock: this.#signInLock,
      nowMs,
      today: dateAt(nowMs, this.#rules.utcOffsetMinutes),
    };
  }
}
