import { localizedAmount } from '../billing/decimal.js';
import type { FunctionHandler } from '../call.js';
import { element } from '../tree.js';

/** The level of a customer; administrators and root do not exist here. */
export const CUSTOMER_LEVEL = '16';

export const whoami: FunctionHandler = ({ account, world }) => [
  element('user', '', {
    id: String(account.accountId),
    name: account.username,
    level: CUSTOMER_LEVEL,
    balance: localizedAmount(account.balanceMinor, world.catalogue.currency),
    currency: world.catalogue.currency,
  }),
];
