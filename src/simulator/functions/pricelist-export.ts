import { isAvailableTo } from '../billing/price-list.js';
import { decimal } from '../billing/decimal.js';
import type { AnonymousCall } from '../call.js';
import { TRIAL, type PriceList } from '../catalogue.js';
import { element, elements, type Element } from '../tree.js';

/**
 * Shows everybody what is sold, and at which prices; a signed-in caller can ask for what he may
 * order.
 */
export function pricelistExport({ world, parameters, account }: AnonymousCall): Element[] {
  const { currency, priceLists } = world.catalogue;
  const itemtype = parameters.get('itemtype');
  const elid = parameters.get('elid');
  const onlyAvailable = parameters.get('onlyavailable') !== '';
  return priceLists
    .filter((list) => itemtype === '' || list.itemtype === itemtype)
    .filter((list) => elid === '' || list.priceList === elid)
    .filter((list) => !onlyAvailable || isAvailableTo(account, list))
    .map((list) =>
      element('pricelist', [
        ...elements({ id: list.priceList, name: list.title, itemtype: list.itemtype }),
        priceElement(list.prices, currency),
        ...list.addons.map(({ addon, title, prices }) =>
          element('addon', [...elements({ id: addon, name: title }), priceElement(prices, currency)]),
        ),
      ]),
    );
}

function priceElement(prices: PriceList['prices'], currency: string): Element {
  const periods = Object.entries(prices).map(([period, amountMinor]) =>
    element('period', periodName(Number(period)), {
      cost: `${decimal(amountMinor)}00`,
      ...periodLength(Number(period)),
    }),
  );
  return element('price', periods, { currency });
}

function periodName(period: number): string {
  return period === TRIAL
    ? 'trial'
    : period === 1
      ? 'monthly'
      : period === 12
        ? 'yearly'
        : `${period} months`;
}

/** A year is a year, not twelve months: as the vendor's own examples name their units. */
function periodLength(period: number): { type: string; length: string } {
  if (period === TRIAL) return { type: 'trial', length: '1' };
  return period % 12 === 0
    ? { type: 'year', length: String(period / 12) }
    : { type: 'month', length: String(period) };
}
