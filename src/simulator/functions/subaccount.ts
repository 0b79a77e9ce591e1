import { PROJECT } from '../billing/license-fields.js';
import { decimal } from '../billing/decimal.js';
import type { FunctionHandler } from '../call.js';
import { element } from '../tree.js';

/** Lists the caller's accounts of money; there is one. */
export const subaccount: FunctionHandler = ({ account, world }) => {
  const { accountId, username, balanceMinor } = account;
  const { currency } = world.catalogue;
  return [
    element('elem', [
      element('id', accountId),
      element('account', username),
      element('balance', decimal(balanceMinor)),
      element('project', PROJECT),
      element('currency', currency),
    ]),
    element('p_elems', 1),
  ];
};
