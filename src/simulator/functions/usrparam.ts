import { localizedAmount } from '../billing/decimal.js';
import type { FunctionHandler } from '../call.js';
import { elements } from '../tree.js';

/** Shows the caller's own settings; the balance is written for people to read. */
export const usrparam: FunctionHandler = ({ account, world, lang }) =>
  elements({
    name: account.username,
    realname: account.username,
    lang,
    balance: localizedAmount(account.balanceMinor, world.catalogue.currency),
  });
