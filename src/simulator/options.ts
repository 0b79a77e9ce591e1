import type { CalendarDate } from '../domain/base/calendar.js';
import type { Money } from '../domain/base/money.js';
import type { CatalogueInput } from './catalogue.js';
import type { FaultRuleInput } from './faults/fault-rule.js';
import type { TlsPair } from './http/http-server.js';
import type { RulesInput } from './rules.js';

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** 127.0.0.1 unless given. */
  readonly host?: string;
  /** Speaks HTTPS with this certificate; plain HTTP when absent. */
  readonly tls?: TlsPair;
  /** SQLite file that keeps everything over restarts; in memory when absent. */
  readonly dataFile?: string;
  /** The clock, in epoch ms; `Date.now` unless given. */
  readonly now?: () => number | Promise<number>;
  /** Port of the control API; none is opened when absent. */
  readonly controlPort?: number;
  readonly catalogue?: CatalogueInput;
  readonly accounts?: readonly AccountOptions[];
  readonly rules?: RulesInput;
  readonly faults?: readonly FaultRuleInput[];
  /** Decides which requests the faults strike; 1 unless given. */
  readonly seed?: number;
  /**
   * Hears of every failure of the simulator itself, which its caller gets as an `internal` error;
   * nobody unless given.
   */
  readonly onError?: (error: unknown) => void;
}

export interface AccountOptions {
  readonly username: string;
  readonly password: string;
  /** The balance of an account that the data file does not know yet. */
  readonly balance: Money;
  /** Codes that this account may order; all when absent. */
  readonly priceLists?: readonly string[];
  /** Functions that this account may not call; none when absent. */
  readonly deniedFunctions?: readonly string[];
}

/** Money that left an account. */
export interface Charge {
  readonly chargeId: number;
  readonly on: CalendarDate;
  readonly atMs: number;
  readonly account: string;
  readonly licenseId: number;
  readonly func: string;
  readonly priceList: string;
  readonly periodMonths: number;
  readonly amountMinor: number;
  readonly currency: string;
  readonly remoteId?: string;
}

/** What a price list costs for a period. */
export interface Price {
  readonly priceList: string;
  readonly period: number;
  readonly amountMinor: number;
}

export interface License {
  readonly licenseId: number;
  readonly account: string;
  readonly itemtype: string;
  readonly priceList: string;
  readonly periodMonths: number;
  readonly licname: string;
  readonly ip: string;
  readonly remoteId: string;
  readonly status: 'ordered' | 'active' | 'suspended' | 'deleted' | 'in progress';
  readonly createdOn: CalendarDate;
  readonly expiresOn: CalendarDate;
  readonly ipChangedOn?: CalendarDate;
  readonly keyChangedOn?: CalendarDate;
  readonly autoprolongMonths: number;
}

/** A write that was executed, by a caller or, under `lifecycle.*`, by time. */
export interface Operation {
  readonly operationId: number;
  readonly atMs: number;
  readonly account: string;
  readonly func: string;
  readonly licenseId: number;
  /** Each field that changed, from what to what. */
  readonly changes: Readonly<Record<string, readonly [from: string | number, to: string | number]>>;
}

export interface AccountBalance {
  readonly username: string;
  readonly balance: Money;
}
