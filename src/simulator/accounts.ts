import type { Money } from '../domain/base/money.js';
import type { AccountOptions } from './options.js';
import type { Account } from './store/records.js';
import type { Store } from './store/store.js';

/** The account that exists when none is given. */
export function defaultAccount(currency: string): AccountOptions {
  return { username: 'provider', password: 'secret', balance: { amountMinor: 100_000_000, currency } };
}

/**
 * Makes the accounts that the store does not know; of a known one, only what was paid stays as it
 * was.
 */
export function openAccounts(store: Store, accounts: readonly AccountOptions[], currency: string): void {
  store.inTransaction(() => {
    for (const { username, password, balance, priceLists = [], deniedFunctions = [] } of accounts) {
      requireCurrency(balance, currency);
      if (username === '' || username.includes(':')) throw new RangeError(`not a user name: ${username}`);
      const [known] = store.accounts.where('username = ?', username);
      const rights = {
        password,
        priceLists: priceLists.join(' '),
        deniedFunctions: deniedFunctions.join(' '),
      };
      if (known) store.accounts.update({ ...known, ...rights });
      else store.accounts.insert({ username, balanceMinor: balance.amountMinor, ...rights });
    }
  });
}

/** Adds money to an account. */
export function topUpAccount(store: Store, username: string, amount: Money, currency: string): void {
  requireCurrency(amount, currency);
  changeBalance(store, username, (balanceMinor) => balanceMinor + amount.amountMinor);
}

/** Sets what is left on an account. */
export function setAccountBalance(store: Store, username: string, balance: Money, currency: string): void {
  requireCurrency(balance, currency);
  changeBalance(store, username, () => balance.amountMinor);
}

/** Changes the password of an account, as its owner does by hand. */
export function setAccountPassword(store: Store, username: string, password: string): void {
  changeAccount(store, username, () => ({ password }));
}

function changeBalance(store: Store, username: string, change: (balanceMinor: number) => number): void {
  changeAccount(store, username, ({ balanceMinor }) => ({ balanceMinor: change(balanceMinor) }));
}

function changeAccount(store: Store, username: string, change: (account: Account) => Partial<Account>): void {
  store.inTransaction(() => {
    const [account] = store.accounts.where('username = ?', username);
    if (!account) throw new RangeError(`no account ${username}`);
    store.accounts.update({ ...account, ...change(account) });
  });
}

function requireCurrency(amount: Money, currency: string): void {
  if (amount.currency !== currency)
    throw new RangeError(`the catalogue is in ${currency}, not ${amount.currency}`);
}
