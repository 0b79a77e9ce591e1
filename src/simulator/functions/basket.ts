import { BillError } from '../bill-error.js';
import { openBill, openBills, payBill } from '../billing/cart.js';
import { decimal } from '../billing/decimal.js';
import { changeLicense } from '../billing/operation.js';
import type { Call, FunctionHandler } from '../call.js';
import type { BillRecord } from '../store/records.js';
import { element, elements, type Element } from '../tree.js';

/** Lists what waits in the cart, takes something out of it, or opens what costs nothing. */
export const basket: FunctionHandler = (call) => {
  const { parameters } = call;
  if (parameters.get('sok') === '') return cartRows(call);
  const bill = openBill(call, parameters.get('id') || parameters.get('elid'));
  switch (parameters.get('clicked_button')) {
    case 'delete':
      return remove(call, bill);
    case 'free':
      if (bill.amountMinor > 0) throw new BillError('value', 'clicked_button', 'free');
      payBill(call, bill);
      return [element('ok')];
    default:
      throw new BillError('value', 'clicked_button', parameters.get('clicked_button'));
  }
};

function cartRows(call: Call): Element[] {
  const { store, catalogue } = call.world;
  const bills = openBills(call);
  const rows = bills.map(({ billorder, licenseId, amountMinor }) =>
    element(
      'elem',
      elements({
        id: billorder,
        item_id: licenseId,
        name: store.license(licenseId)?.licname ?? '',
        cost: `${decimal(amountMinor)} ${catalogue.currency}`,
        item_cost: `${decimal(amountMinor)}00`,
        currency_str: catalogue.currency,
      }),
    ),
  );
  return [...rows, element('p_elems', rows.length)];
}

function remove({ world, func }: Call, bill: BillRecord): Element[] {
  const license = world.store.license(bill.licenseId);
  if (license) changeLicense(world, func, license, { ...license, status: 4 });
  return [element('ok')];
}
