import type { CalendarDate } from '../../domain/base/calendar.js';

export interface Account {
  readonly accountId: number;
  readonly username: string;
  readonly password: string;
  readonly balanceMinor: number;
  /** Price lists that this account may order, separated by blanks; empty: all. */
  readonly priceLists: string;
  /** Functions that this account may not call, separated by blanks. */
  readonly deniedFunctions: string;
}

/** The vendor's own numbers: 1 ordered, 2 active, 3 suspended, 4 deleted, 5 in progress. */
export type StatusCode = 1 | 2 | 3 | 4 | 5;

export interface LicenseRecord {
  readonly licenseId: number;
  readonly accountId: number;
  readonly itemtype: string;
  readonly priceList: string;
  /** What `period` was: months, or -100 for a trial. */
  readonly periodMonths: number;
  readonly licname: string;
  readonly ip: string;
  readonly remoteid: string;
  /** How many keys were made before this one; the key is computed from it. */
  readonly keySerial: number;
  readonly keyReadyAtMs: number;
  readonly status: StatusCode;
  readonly createdOn: CalendarDate;
  /** The day of the month that the anchored month-end rule returns to. */
  readonly anchorDay: number;
  readonly expiresOn: CalendarDate;
  /** Empty when it was never changed. */
  readonly ipChangedOn: CalendarDate | '';
  readonly keyChangedOn: CalendarDate | '';
  /** Months to prolong by automatically; 0 is off. */
  readonly autoprolong: number;
  /** JSON of how many of which addon: `{"55236":2}`. */
  readonly addons: string;
  readonly comment: string;
}

export interface ChargeRecord {
  readonly chargeId: number;
  readonly chargedOn: CalendarDate;
  readonly atMs: number;
  readonly accountId: number;
  readonly licenseId: number;
  readonly func: string;
  readonly priceList: string;
  readonly periodMonths: number;
  readonly amountMinor: number;
  readonly remoteid: string;
}

export interface OperationRecord {
  readonly operationId: number;
  readonly atMs: number;
  readonly accountId: number;
  readonly func: string;
  readonly licenseId: number;
  /** JSON of the fields that changed: `{"ip":["192.0.2.1","0.0.0.0"]}`. */
  readonly changes: string;
}

export interface BillRecord {
  readonly billorder: number;
  readonly accountId: number;
  readonly licenseId: number;
  readonly amountMinor: number;
  readonly paid: 0 | 1;
}

export interface SessionRecord {
  readonly sessionNumber: number;
  readonly token: string;
  readonly accountId: number;
  readonly remoteAddress: string;
  readonly lastUsedMs: number;
}

export interface SignInKeyRecord {
  readonly keyNumber: number;
  readonly accountId: number;
  readonly signInKey: string;
}

export interface FilterRecord {
  readonly filterNumber: number;
  readonly accountId: number;
  readonly func: string;
  /** JSON of column to value. */
  readonly columns: string;
}

/** A fact of the simulator itself that outlives a restart, such as how far its clock was moved. */
export interface SettingRecord {
  readonly settingNumber: number;
  readonly name: string;
  readonly content: string;
}
