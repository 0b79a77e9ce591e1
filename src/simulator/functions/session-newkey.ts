import { BillError } from '../bill-error.js';
import type { FunctionHandler } from '../call.js';
import { element } from '../tree.js';

const MOST_KEYS = 100;

/**
 * Keeps a key of the caller's choice, with which one `auth` signs in; for the caller's own account
 * only.
 */
export const sessionNewkey: FunctionHandler = ({ world, account, parameters }) => {
  const { accountId, username } = account;
  const [whose, signInKey] = [parameters.get('username') || username, parameters.get('key')];
  if (whose !== username) throw new BillError('access', 'username', whose);
  if (signInKey.length < 16 || signInKey.length > 255) throw new BillError('value', 'key');
  const kept = world.store.signInKeys.where('accountId = ?', accountId);
  // A key that nobody uses would stay for ever.
  if (kept[0] && kept.length >= MOST_KEYS) world.store.signInKeys.remove('keyNumber = ?', kept[0].keyNumber);
  world.store.signInKeys.insert({ accountId, signInKey });
  return [element('ok')];
};
