import { date, type CalendarDate } from '../domain/base/calendar.js';
import { answerCall } from './answer-call.js';
import { advanceLifecycle } from './billing/lifecycle.js';
import { changeLicense } from './billing/operation.js';
import { dateAt } from './billing/next-expiry.js';
import type { World } from './call.js';
import { periodsOf, priceOf, type Catalogue } from './catalogue.js';
import type { Price } from './options.js';
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
  #catalogue: Catalogue;
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

  /** Sells a price list for a period at another price from now on; throws a RangeError for none. */
  setPrice(code: string, period: number, amountMinor: number): void {
    const list = this.#catalogue.priceLists.find(({ priceList }) => priceList === code);
    if (!list || !periodsOf(list).includes(period))
      throw new RangeError(`price list ${code} is not sold for period ${period}`);
    const changed = { ...list, prices: { ...list.prices, [period]: amountMinor } };
    const priceLists = this.#catalogue.priceLists.map((each) => (each === list ? changed : each));
    this.#catalogue = { ...this.#catalogue, priceLists };
  }

  /** Suspends a license as the vendor may do by itself; throws a RangeError for an unknown one. */
  suspend(licenseId: number, nowMs: number): void {
    this.#store.inTransaction(() => {
      const [license] = this.#store.licenses.where('licenseId = ?', licenseId);
      if (!license) throw new RangeError(`no license ${licenseId}`);
      changeLicense(this.#world(nowMs), 'vendor.suspend', license, { ...license, status: 3 });
    });
  }

  /** Gives what every price list costs for each period, in minor units. */
  prices(): Price[] {
    return this.#catalogue.priceLists.flatMap((list) =>
      periodsOf(list).map((period) => ({
        priceList: list.priceList,
        period,
        amountMinor: priceOf(list, period, {}) ?? 0,
      })),
    );
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
