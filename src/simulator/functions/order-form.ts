import { decimal } from '../billing/decimal.js';
import { periodsOf, priceOf, TRIAL, type PriceList } from '../catalogue.js';
import type { Parameters } from '../http/parameters.js';
import { element, elements, selectList, type Element } from '../tree.js';

/** Shows the empty form of an order, with the periods that the price list sells. */
export function orderForm(list: PriceList): Element[] {
  const periods = periodsOf(list);
  return [
    ...elements({
      pricelist: list.priceList,
      period: periods[0] ?? '',
      ip: '',
      licname: '',
      skipbasket: 'off',
    }),
    selectList(
      'period',
      periods.map((period) => [String(period), periodTitle(list, period)] as const),
    ),
    ...list.addons.map(({ addon }) => element(`addon_${addon}`, 0)),
  ];
}

/** Says whether a form is sent to be executed: `back` leaves it as it was. */
export function isSubmitted(parameters: Parameters): boolean {
  return parameters.get('sok') !== '' && parameters.get('clicked_button') !== 'back';
}

/**
 * Answers an order with the license under both names that clients read. The attribute makes the id
 * an object in bjson, where it is read as `id.v`.
 */
export function ordered(itemtype: string, licenseId: number): Element[] {
  return [element('ok'), element('id', licenseId, { itemtype }), element('item.id', licenseId)];
}

export function periodTitle(list: PriceList, period: number): string {
  return `${decimal(priceOf(list, period, {}) ?? 0)} / ${period === TRIAL ? 'trial' : `${period} month`}`;
}
