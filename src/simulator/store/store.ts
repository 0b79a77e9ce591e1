import Database from 'libsql';

import type {
  Account,
  BillRecord,
  ChargeRecord,
  FilterRecord,
  LicenseRecord,
  OperationRecord,
  SessionRecord,
  SettingRecord,
  SignInKeyRecord,
} from './records.js';
import { Table } from './table.js';

const firstLicense = 1001;

/**
 * Holds the accounts, licenses and charges of the simulator in SQLite: in a file, or in memory when
 * there is none.
 */
export class Store {
  readonly #database: Database.Database;
  readonly accounts: Table<Account, 'accountId'>;
  readonly licenses: Table<LicenseRecord, 'licenseId'>;
  readonly charges: Table<ChargeRecord, 'chargeId'>;
  readonly operations: Table<OperationRecord, 'operationId'>;
  readonly bills: Table<BillRecord, 'billorder'>;
  readonly sessions: Table<SessionRecord, 'sessionNumber'>;
  readonly signInKeys: Table<SignInKeyRecord, 'keyNumber'>;
  readonly filters: Table<FilterRecord, 'filterNumber'>;
  readonly settings: Table<SettingRecord, 'settingNumber'>;

  constructor(file?: string) {
    const database = new Database(file ?? ':memory:');
    this.#database = database;
    // FULL: the write-ahead log is on the disk before the answer goes out, so that no kill loses an
    // answered charge.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
    const [number, text] = ['INTEGER', 'TEXT'] as const;
    this.accounts = new Table<Account, 'accountId'>(database, 'accounts', {
      accountId: number,
      username: text,
      password: text,
      balanceMinor: number,
      priceLists: text,
      deniedFunctions: text,
    });
    this.licenses = new Table<LicenseRecord, 'licenseId'>(database, 'licenses', {
      licenseId: number,
      accountId: number,
      itemtype: text,
      priceList: text,
      periodMonths: number,
      licname: text,
      ip: text,
      remoteid: text,
      keySerial: number,
      keyReadyAtMs: number,
      status: number,
      createdOn: text,
      anchorDay: number,
      expiresOn: text,
      ipChangedOn: text,
      keyChangedOn: text,
      autoprolong: number,
      addons: text,
      comment: text,
    });
    this.charges = new Table<ChargeRecord, 'chargeId'>(database, 'charges', {
      chargeId: number,
      chargedOn: text,
      atMs: number,
      accountId: number,
      licenseId: number,
      func: text,
      priceList: text,
      periodMonths: number,
      amountMinor: number,
      remoteid: text,
    });
    this.operations = new Table<OperationRecord, 'operationId'>(database, 'operations', {
      operationId: number,
      atMs: number,
      accountId: number,
      func: text,
      licenseId: number,
      changes: text,
    });
    this.bills = new Table<BillRecord, 'billorder'>(database, 'bills', {
      billorder: number,
      accountId: number,
      licenseId: number,
      amountMinor: number,
      paid: number,
    });
    this.sessions = new Table<SessionRecord, 'sessionNumber'>(database, 'sessions', {
      sessionNumber: number,
      token: text,
      accountId: number,
      remoteAddress: text,
      lastUsedMs: number,
    });
    this.signInKeys = new Table<SignInKeyRecord, 'keyNumber'>(database, 'sign_in_keys', {
      keyNumber: number,
      accountId: number,
      signInKey: text,
    });
    this.filters = new Table<FilterRecord, 'filterNumber'>(database, 'filters', {
      filterNumber: number,
      accountId: number,
      func: text,
      columns: text,
    });
    this.settings = new Table<SettingRecord, 'settingNumber'>(database, 'settings', {
      settingNumber: number,
      name: text,
      content: text,
    });
    database.exec('CREATE INDEX IF NOT EXISTS licenses_due ON licenses (status, expiresOn)');
    database.exec('CREATE INDEX IF NOT EXISTS licenses_by_address ON licenses (ip)');
  }

  /** Runs a function in one transaction: all that it writes is kept, or nothing when it throws. */
  inTransaction<Result>(run: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = run();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  account(accountId: number): Account {
    const [account] = this.accounts.where('accountId = ?', accountId);
    if (!account) throw new Error(`no account ${accountId}`);
    return account;
  }

  license(licenseId: number): LicenseRecord | undefined {
    return this.licenses.where('licenseId = ?', licenseId)[0];
  }

  addLicense(license: Omit<LicenseRecord, 'licenseId'>): LicenseRecord {
    return this.licenses.insert(license, firstLicense);
  }

  close(): void {
    this.#database.close();
  }
}
