import { orderPaid } from '../billing/order.js';
import { orderablePriceList } from '../billing/price-list.js';
import type { Call, FunctionHandler } from '../call.js';
import { element, type Element } from '../tree.js';
import { orderForm } from './order-form.js';

/** Orders a license: `skipbasket=on` pays at once; without `sok` it shows the form. */
export function orderParam(itemtype: string): FunctionHandler {
  return (call) => {
    const list = orderablePriceList(call, itemtype, call.parameters.get('pricelist'));
    if (call.parameters.get('sok') === '') return orderForm(list);
    return order(call, itemtype);
  };
}

function order(call: Call, itemtype: string): Element[] {
  const { licenseId } = orderPaid(call, itemtype);
  // The attribute makes the id an object in bjson, where clients read it as `id.v`.
  return [element('ok'), element('id', licenseId, { itemtype })];
}
