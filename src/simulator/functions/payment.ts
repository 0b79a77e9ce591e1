import { decimal } from '../billing/decimal.js';
import type { FunctionHandler } from '../call.js';
import { element, elements } from '../tree.js';

/** The vendor's number for a payment that is credited. */
const CREDITED = 4;

/** Lists what was ever paid into the caller's account, as one payment. */
export const payment: FunctionHandler = ({ account, world }) => {
  const { accountId, balanceMinor } = account;
  const spent = world.store.charges.where('accountId = ?', accountId);
  const paidMinor = spent.reduce((sum, { amountMinor }) => sum + amountMinor, balanceMinor);
  const { currency } = world.catalogue;
  const row = {
    id: accountId,
    paymethodamount: `${decimal(paidMinor)} ${currency}`,
    subaccountamount_iso: `${decimal(paidMinor)} ${currency}`,
    status: CREDITED,
  };
  return [element('elem', elements(row)), element('p_elems', 1)];
};
