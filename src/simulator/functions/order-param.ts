import { orderIntoCart } from '../billing/cart.js';
import { orderPaid } from '../billing/order.js';
import { orderablePriceList } from '../billing/price-list.js';
import type { FunctionHandler } from '../call.js';
import { element } from '../tree.js';
import { orderForm } from './order-form.js';

/**
 * Orders a license: `skipbasket=on` pays at once, otherwise it waits in the cart; without `sok` it
 * shows the form.
 */
export function orderParam(itemtype: string): FunctionHandler {
  return (call) => {
    const { parameters } = call;
    const list = orderablePriceList(call, itemtype, parameters.get('pricelist'));
    if (parameters.get('sok') === '') return orderForm(list);
    const request = { itemtype, period: parameters.get('period'), ip: parameters.get('ip') };
    // The attribute makes the id an object in bjson, where clients read it as `id.v`.
    const idElement = (licenseId: number) => element('id', licenseId, { itemtype });
    if (parameters.get('skipbasket') === 'on')
      return [element('ok'), idElement(orderPaid(call, request).licenseId)];
    const { licenseId, billorder } = orderIntoCart(call, request);
    return [element('ok'), idElement(licenseId), element('billorder.id', billorder)];
  };
}
