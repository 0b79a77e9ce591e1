import { randomBytes } from 'node:crypto';

import type { AnonymousCall } from '../call.js';
import { accountByPassword, badPassword, isIdle } from '../sign-in.js';
import type { Account } from '../store/records.js';
import { element, type Element } from '../tree.js';
import { CUSTOMER_LEVEL } from './whoami.js';

/** Signs in by password, by a one-time key or by `authinfo`, and opens a session. */
export function auth(call: AnonymousCall): Element[] {
  const { world, remoteAddress } = call;
  const { accountId } = whoSignsIn(call);
  for (const session of world.store.sessions.where('accountId = ?', accountId)) {
    if (isIdle(session, world.nowMs)) world.store.sessions.remove('sessionNumber = ?', session.sessionNumber);
  }
  const token = randomBytes(12).toString('hex');
  world.store.sessions.insert({ token, accountId, remoteAddress, lastUsedMs: world.nowMs });
  return [element('auth', token, { id: token, level: CUSTOMER_LEVEL })];
}

function whoSignsIn(call: AnonymousCall): Account {
  const { world, parameters, account, remoteAddress } = call;
  if (parameters.get('key') !== '') return accountByKey(call);
  if (parameters.has('username')) {
    return accountByPassword(world, parameters.get('username'), parameters.get('password'), remoteAddress);
  }
  if (!account) throw badPassword(remoteAddress);
  return account;
}

function accountByKey({ world, parameters, remoteAddress }: AnonymousCall): Account {
  const { store } = world;
  const [account] = store.accounts.where('username = ?', parameters.get('username'));
  const signInKey = parameters.get('key');
  const known =
    account && store.signInKeys.where('accountId = ? AND signInKey = ?', account.accountId, signInKey);
  if (!account || !known?.[0]) throw badPassword(remoteAddress);
  store.signInKeys.remove('keyNumber = ?', known[0].keyNumber);
  return account;
}
