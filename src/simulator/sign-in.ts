import { BillError } from './bill-error.js';
import type { World } from './call.js';
import type { Parameters } from './http/parameters.js';
import type { Account, SessionRecord } from './store/records.js';

const SESSION_IDLE_MS = 3_600_000;

export interface Credentials {
  readonly parameters: Parameters;
  readonly cookieSession: string;
  readonly cookieLanguage: string;
  readonly remoteAddress: string;
}

/**
 * Finds who asks, by `authinfo`, a session or its cookie; `undefined` for nobody, a BillError for a
 * wrong claim.
 */
export function signedInAccount(world: World, credentials: Credentials): Account | undefined {
  const { parameters, cookieSession, remoteAddress } = credentials;
  const account = parameters.has('authinfo')
    ? accountByAuthinfo(world, parameters.get('authinfo'), remoteAddress)
    : accountBySession(world, parameters.get('auth') || cookieSession, remoteAddress);
  const asWhom = parameters.get('su');
  // Acting as somebody else takes an administrator, and customers are all there are here.
  if (asWhom !== '' && asWhom !== account?.username) throw new BillError('access', 'su', asWhom);
  return account;
}

/** Checks `user:password`; a password may contain colons. */
function accountByAuthinfo(world: World, authinfo: string, remoteAddress: string): Account {
  const colon = authinfo.indexOf(':');
  const [username, password] =
    colon < 0 ? [authinfo, ''] : [authinfo.slice(0, colon), authinfo.slice(colon + 1)];
  return accountByPassword(world, username, password, remoteAddress);
}

export function accountByPassword(
  { store, signInLock, nowMs }: World,
  username: string,
  password: string,
  remoteAddress: string,
): Account {
  signInLock.check(username, nowMs);
  const [account] = store.accounts.where('username = ?', username);
  if (account?.password !== password) {
    signInLock.failed(username, nowMs);
    throw badPassword(remoteAddress);
  }
  signInLock.succeeded(username);
  return account;
}

function accountBySession(world: World, token: string, remoteAddress: string): Account | undefined {
  if (token === '') return undefined;
  const { store, nowMs } = world;
  const [session] = store.sessions.where('token = ?', token);
  if (!session || session.remoteAddress !== remoteAddress || isIdle(session, nowMs))
    throw badPassword(remoteAddress);
  // A write for each request would be a disk sync for each request: a minute is exact enough for an
  // hour of idleness.
  if (nowMs - session.lastUsedMs > 60_000) store.sessions.update({ ...session, lastUsedMs: nowMs });
  return store.account(session.accountId);
}

export function isIdle({ lastUsedMs }: SessionRecord, nowMs: number): boolean {
  return nowMs - lastUsedMs > SESSION_IDLE_MS;
}

export function badPassword(remoteAddress: string): BillError {
  return new BillError('auth', 'badpassword', `remote_addr: [${remoteAddress}]`);
}
