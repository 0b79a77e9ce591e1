import { isAvailableTo } from '../billing/price-list.js';
import type { FunctionHandler } from '../call.js';
import { periodsOf } from '../catalogue.js';
import { elements, element, namedList } from '../tree.js';
import { periodTitle } from './order-form.js';

/** Lists the price lists of a family as the step of an order that chooses one. */
export function orderPriceList(itemtype: string): FunctionHandler {
  return ({ world, account }) => [
    namedList(
      'tariflist',
      world.catalogue.priceLists
        .filter((list) => list.itemtype === itemtype)
        .map((list) =>
          element(
            'elem',
            elements({
              pricelist: list.priceList,
              desc: list.title,
              price: periodsOf(list)
                .map((period) => periodTitle(list, period))
                .join(', '),
              order_available: isAvailableTo(account, list) ? 'on' : 'off',
            }),
          ),
        ),
    ),
  ];
}
