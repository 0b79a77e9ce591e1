import type { AccountBalance, Charge, License, Operation } from './options.js';
import type { StatusCode } from './store/records.js';
import type { Store } from './store/store.js';

const statusNames: Readonly<Record<StatusCode, License['status']>> = {
  1: 'ordered',
  2: 'active',
  3: 'suspended',
  4: 'deleted',
  5: 'in progress',
};

export function chargesOf(store: Store, currency: string): Charge[] {
  const names = usernames(store);
  return store.charges.all().map(({ chargedOn, accountId, remoteid, ...charge }) => ({
    ...charge,
    on: chargedOn,
    account: names.get(accountId) ?? '',
    currency,
    ...(remoteid === '' ? {} : { remoteId: remoteid }),
  }));
}

export function licensesOf(store: Store): License[] {
  const names = usernames(store);
  return store.licenses.all().map((license) => ({
    licenseId: license.licenseId,
    account: names.get(license.accountId) ?? '',
    itemtype: license.itemtype,
    priceList: license.priceList,
    periodMonths: license.periodMonths,
    licname: license.licname,
    ip: license.ip,
    remoteId: license.remoteid,
    status: statusNames[license.status],
    createdOn: license.createdOn,
    expiresOn: license.expiresOn,
    ...(license.ipChangedOn === '' ? {} : { ipChangedOn: license.ipChangedOn }),
    ...(license.keyChangedOn === '' ? {} : { keyChangedOn: license.keyChangedOn }),
    autoprolongMonths: license.autoprolong,
  }));
}

export function operationsOf(store: Store): Operation[] {
  const names = usernames(store);
  return store.operations.all().map(({ accountId, changes, ...operation }) => ({
    ...operation,
    account: names.get(accountId) ?? '',
    changes: JSON.parse(changes) as Operation['changes'],
  }));
}

export function balancesOf(store: Store, currency: string): AccountBalance[] {
  return store.accounts.all().map(({ username, balanceMinor }) => ({
    username,
    balance: { amountMinor: balanceMinor, currency },
  }));
}

function usernames(store: Store): Map<number, string> {
  return new Map(store.accounts.all().map(({ accountId, username }) => [accountId, username]));
}
