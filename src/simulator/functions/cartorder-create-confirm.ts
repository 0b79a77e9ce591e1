import { BillError } from '../bill-error.js';
import { openBill, payBill } from '../billing/cart.js';
import type { FunctionHandler } from '../call.js';
import { element } from '../tree.js';

/** Confirms an order of the newer functions and pays it from the balance. */
export const cartorderCreateConfirm: FunctionHandler = (call) => {
  const { parameters } = call;
  if (parameters.get('sok') === '') throw new BillError('missed', 'sok');
  const method = parameters.get('paymethod_id') || '0';
  if (method !== '0') throw new BillError('not_supported', 'paymethod_id', method);
  payBill(call, openBill(call, parameters.get('elid')));
  return [element('ok')];
};
