import type { Money } from '../domain/base/money.js';
import { setAccountBalance, setAccountPassword, topUpAccount } from './accounts.js';
import type { Clock } from './clock.js';
import type { FaultCount, FaultInjector } from './faults/fault-injector.js';
import type { FaultRuleInput } from './faults/fault-rule.js';
import type { LicenseServer } from './license-server.js';
import type { AccountBalance, Charge, License, Operation, Price } from './options.js';
import type { Store } from './store/store.js';
import { balancesOf, chargesOf, licensesOf, operationsOf } from './views.js';

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly server: LicenseServer;
  readonly faults: FaultInjector;
  readonly currency: string;
}

/**
 * What can be seen of and done to a simulator from outside its protocol, in the same process or
 * over the control API.
 */
export class RunningSimulator {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get currency(): string {
    return this.#parts.currency;
  }

  /** Every charge that was made, the oldest first. */
  charges(): Charge[] {
    return chargesOf(this.#parts.store, this.currency);
  }

  /** Every license that ever was, as of the last request. */
  licenses(): License[] {
    return licensesOf(this.#parts.store);
  }

  /** Every write that was executed, the oldest first. */
  operations(): Operation[] {
    return operationsOf(this.#parts.store);
  }

  balances(): AccountBalance[] {
    return balancesOf(this.#parts.store, this.currency);
  }

  /** Adds money to an account; throws a RangeError for an unknown one or another currency. */
  topUp(username: string, amount: Money): void {
    topUpAccount(this.#parts.store, username, amount, this.currency);
  }

  /** Sets what is left on an account; throws as `topUp` does. */
  setBalance(username: string, balance: Money): void {
    setAccountBalance(this.#parts.store, username, balance, this.currency);
  }

  /** Changes the password of an account; throws a RangeError for an unknown one. */
  setPassword(username: string, password: string): void {
    setAccountPassword(this.#parts.store, username, password);
  }

  /** Suspends a license as its vendor may do by itself; throws a RangeError for an unknown one. */
  async suspend(licenseId: number): Promise<void> {
    const { atMs } = await this.clock();
    this.#parts.server.suspend(licenseId, atMs);
  }

  prices(): Price[] {
    return this.#parts.server.prices();
  }

  /** Changes a price from now on; throws a RangeError for what is not sold, or another currency. */
  setPrice(priceList: string, period: number, { amountMinor, currency }: Money): void {
    if (currency !== this.currency) throw new RangeError(`the catalogue is in ${this.currency}`);
    this.#parts.server.setPrice(priceList, period, amountMinor);
  }

  /** Replaces all fault rules and starts counting anew. */
  setFaults(rules: readonly FaultRuleInput[], seed?: number): void {
    this.#parts.faults.set(rules, seed);
  }

  /** Gives each fault rule with how often it matched and how often it really had an effect. */
  faultCounts(): FaultCount[] {
    return this.#parts.faults.counts();
  }

  /** Reads the clock and does what time has done until then. */
  async clock(): Promise<{ readonly at: string; readonly atMs: number }> {
    const atMs = await this.#parts.clock.read();
    this.#parts.server.advance(atMs);
    return { at: new Date(atMs).toISOString(), atMs };
  }

  async advanceClock(byMs: number): Promise<{ readonly at: string; readonly atMs: number }> {
    await this.#parts.clock.advance(byMs);
    return this.clock();
  }

  async setClock(
    instantMs: number,
    then: 'runs' | 'stands',
  ): Promise<{ readonly at: string; readonly atMs: number }> {
    await this.#parts.clock.set(instantMs, then);
    return this.clock();
  }
}
