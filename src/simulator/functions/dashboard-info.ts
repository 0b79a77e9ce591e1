import { decimal, localizedAmount } from '../billing/decimal.js';
import type { FunctionHandler } from '../call.js';
import { element, elements } from '../tree.js';

/** Shows what the front page of the client area says of the caller's money. */
export const dashboardInfo: FunctionHandler = ({ account, world }) => {
  const { balanceMinor } = account;
  const shown = localizedAmount(balanceMinor, world.catalogue.currency);
  const fields = { realbalance: decimal(balanceMinor), balance: shown, available: shown, enoughmoneyto: '' };
  return [element('elem', elements(fields)), element('p_elems', 1)];
};
