import { requireFreeAddress } from '../billing/address.js';
import { orderablePriceList, requirePrice } from '../billing/price-list.js';
import type { FunctionHandler } from '../call.js';
import { element } from '../tree.js';

/** Says whether a license could be ordered for an address, by refusing as the order would. */
export function checkIp(itemtype: string): FunctionHandler {
  return (call) => {
    const { world, parameters } = call;
    const list = orderablePriceList(call, itemtype, parameters.get('pricelist'));
    if (parameters.get('period') !== '') requirePrice(world, list, parameters.get('period'));
    requireFreeAddress(world, parameters.get('ip'), list);
    return [element('ok')];
  };
}
