import { parseMoney } from '../domain/base/money.js';
import { member, membersOf, rawValue, type AnswerNode } from './answer-node.js';
import type { Call } from './call.js';
import type { AccountRecord } from './license-server.js';
import type { ResolvedSettings } from './license-server-settings.js';
import { understand } from './understand.js';
import { Unreadable } from './unreadable.js';

/** Signs in and reads who we are and what is left of the balance. */
export async function readAccount(
  call: Call,
  { username, subaccount }: Pick<ResolvedSettings, 'username' | 'subaccount'>,
): Promise<AccountRecord> {
  const user = member(await call('read', 'whoami'), 'user');
  const balances = membersOf(await call('read', 'subaccount'), 'elem');
  return understand('read', () => {
    const chosen =
      subaccount === undefined ? balances[0] : balances.find((row) => rawValue(row, 'id') === subaccount);
    if (!chosen)
      throw new Unreadable(
        subaccount === undefined ? 'no balance is shown' : `no balance ${subaccount} is shown`,
      );
    return { username: rawValue(user, 'name') ?? username, balance: balanceIn(chosen) };
  });
}

function balanceIn(row: AnswerNode): AccountRecord['balance'] {
  const shown = rawValue(row, 'balance') ?? '';
  const words = [
    rawValue(row, 'currency_str'),
    rawValue(row, 'currency_iso'),
    rawValue(row, 'currency'),
    shown,
  ];
  // A currency's number at the license server is no currency: only a code of three letters is.
  const currency = words
    .map((word) => /\b[A-Z]{3}\b/.exec(word ?? '')?.[0])
    .find((code) => code !== undefined);
  const amount = /-?\d[\d\s\u00a0\u202f]*(?:[.,]\d+)?/.exec(shown)?.[0].replace(/\u202f/g, '');
  const balance = currency && amount ? parseMoney(amount, currency) : undefined;
  if (!balance) throw new Unreadable('a balance without an amount and a currency code');
  return balance;
}
