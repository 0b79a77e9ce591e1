import { BillError } from '../bill-error.js';
import { NO_ADDRESS } from '../billing/address.js';
import { orderIntoCart } from '../billing/cart.js';
import { decimal } from '../billing/decimal.js';
import { draftOrder, orderPaid } from '../billing/order.js';
import { orderablePriceList } from '../billing/price-list.js';
import type { FunctionHandler } from '../call.js';
import { element, elements, namedList } from '../tree.js';
import { isSubmitted, ordered, orderForm } from './order-form.js';

/**
 * Orders by the functions of BILLmanager 6: into the cart, or at once with `skipbasket=on`; without
 * `sok`, the price.
 */
export function v2OrderParam(itemtype: string): FunctionHandler {
  return (call) => {
    const { parameters } = call;
    const request = {
      itemtype,
      period: parameters.get('order_period') || parameters.get('period'),
      // These functions are documented without an address: one is given later, by editing the
      // license.
      ip: parameters.get('ip') || NO_ADDRESS,
    };
    if (!isSubmitted(parameters)) {
      const list = orderablePriceList(call, itemtype, parameters.get('pricelist'));
      if (request.period === '') return orderForm(list);
      const price = element('elem', elements({ cost: decimal(draftOrder(call, request).amountMinor) }));
      const summaries = ['pricelist_summary', 'discount_summary', 'total_summary'] as const;
      return summaries.map((name) => namedList(name, name === 'discount_summary' ? [] : [price]));
    }
    // Spelt so by the real thing; the other way in some of its own pages.
    const agreed = [parameters.get('licence_agreement'), parameters.get('license_agreement')];
    if (!agreed.includes('on')) throw new BillError('value', 'licence_agreement');
    const count = parameters.get('order_count') || '1';
    if (count !== '1') throw new BillError('not_supported', 'order_count', count);
    if (parameters.get('skipbasket') === 'on') return ordered(itemtype, orderPaid(call, request).licenseId);
    return [element('ok'), element('lineitem.id', orderIntoCart(call, request).billorder)];
  };
}
