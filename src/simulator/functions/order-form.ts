import { decimal } from '../billing/decimal.js';
import { periodsOf, priceOf, TRIAL, type PriceList } from '../catalogue.js';
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

export function periodTitle(list: PriceList, period: number): string {
  return `${decimal(priceOf(list, period, {}) ?? 0)} / ${period === TRIAL ? 'trial' : `${period} month`}`;
}
