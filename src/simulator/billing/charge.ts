import type { World } from '../call.js';
import type { LicenseRecord } from '../store/records.js';
import { refusal } from './refusal.js';

interface Purchase {
  readonly license: LicenseRecord;
  readonly func: string;
  readonly periodMonths: number;
  readonly amountMinor: number;
}

/**
 * Takes the price from the balance of the license's account and writes the charge; refuses when the
 * balance is short.
 */
export function charge(world: World, { license, func, periodMonths, amountMinor }: Purchase): void {
  if (amountMinor === 0) return;
  const { store, nowMs, today } = world;
  const account = store.account(license.accountId);
  if (account.balanceMinor < amountMinor) throw refusal(world, 'notEnoughMoney');
  store.accounts.update({ ...account, balanceMinor: account.balanceMinor - amountMinor });
  const { licenseId, accountId, priceList, remoteid } = license;
  store.charges.insert({
    chargedOn: today,
    atMs: nowMs,
    accountId,
    licenseId,
    func,
    priceList,
    periodMonths,
    amountMinor,
    remoteid,
  });
}
