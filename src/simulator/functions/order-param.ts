import { orderIntoCart } from '../billing/cart.js';
import { orderPaid } from '../billing/order.js';
import { orderablePriceList } from '../billing/price-list.js';
import type { FunctionHandler } from '../call.js';
import { NO_ADDRESS } from '../billing/address.js';
import { element } from '../tree.js';
import { isSubmitted, ordered, orderForm } from './order-form.js';

/**
 * Orders a license: `skipbasket=on` pays at once, otherwise it waits in the cart; without `sok` it
 * shows the form.
 */
export function orderParam(itemtype: string): FunctionHandler {
  return (call) => {
    const { parameters } = call;
    const list = orderablePriceList(call, itemtype, parameters.get('pricelist'));
    if (!isSubmitted(parameters)) return orderForm(list);
    // A platform is documented without an address: one is given later, by editing the license.
    const ip = parameters.get('ip') || (itemtype === 'platform' ? NO_ADDRESS : '');
    const request = { itemtype, period: parameters.get('period'), ip };
    if (parameters.get('skipbasket') === 'on') return ordered(itemtype, orderPaid(call, request).licenseId);
    const { licenseId, billorder } = orderIntoCart(call, request);
    return [...ordered(itemtype, licenseId), element('billorder.id', billorder)];
  };
}
