import type { Call, World } from '../call.js';
import { dateText } from '../messages.js';
import type { ChargeRecord } from '../store/records.js';
import { element, elements, type Element } from '../tree.js';
import { decimal } from './decimal.js';
import { findPriceList } from './price-list.js';

/**
 * Writes a charge as a row of the list `expense`. The vendor publishes none of these names: they
 * are our choice.
 */
export function chargeRow({ world, lang }: Call, charge: ChargeRecord): Element {
  const { currency } = world.catalogue;
  return element(
    'elem',
    elements({
      id: charge.chargeId,
      date: dateText(charge.chargedOn, lang),
      realdate: charge.chargedOn,
      item: charge.licenseId,
      name: chargeName(world, charge),
      operation: charge.func,
      // Four decimals, as the other lists have them.
      amount: `${decimal(charge.amountMinor)}00`,
      currency,
      currency_str: currency,
    }),
  );
}

/** Says for people what a charge was for. */
export function chargeName(world: World, { priceList, licenseId, periodMonths }: ChargeRecord): string {
  const title = findPriceList(world, priceList)?.title ?? priceList;
  return `${title} #${licenseId}, ${periodMonths} ${periodMonths === 1 ? 'month' : 'months'}`;
}
