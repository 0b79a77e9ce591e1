import { BillError } from '../bill-error.js';
import { openBill, payBill } from '../billing/cart.js';
import type { FunctionHandler } from '../call.js';
import { element } from '../tree.js';

/** Pays a bill from the balance, which is the only way to pay here. */
export const paymentAdd: FunctionHandler = (call) => {
  const { parameters } = call;
  const button = parameters.get('clicked_button');
  if (parameters.get('sok') === '' || button !== 'fromsubaccount')
    throw new BillError('value', 'clicked_button', button);
  payBill(call, openBill(call, parameters.get('billorder')));
  return [element('ok')];
};
