import { BillError } from '../bill-error.js';
import { addonsOf } from '../billing/addons.js';
import { charge } from '../billing/charge.js';
import { changeLicense } from '../billing/operation.js';
import { changeableLicense } from '../billing/own-license.js';
import { findPriceList, orderablePriceList, requirePrice } from '../billing/price-list.js';
import { refusal } from '../billing/refusal.js';
import type { FunctionHandler } from '../call.js';
import { periodsOf, TRIAL } from '../catalogue.js';
import { element, elements, selectList } from '../tree.js';
import { isSubmitted } from './order-form.js';

/**
 * Moves a license to another price list of the same product; a dearer one costs the difference of a
 * whole period.
 */
export const serviceChangePriceList: FunctionHandler = (call) => {
  const { world, parameters, func } = call;
  const license = changeableLicense(call, parameters.get('elid'));
  const before = findPriceList(world, license.priceList);
  if (!isSubmitted(parameters)) {
    const siblings = world.catalogue.priceLists.filter((list) => list.product === before?.product);
    return [
      ...elements({ elid: license.licenseId, pricelist: license.priceList, period: license.periodMonths }),
      selectList(
        'pricelist',
        siblings.map((list) => [list.priceList, list.title] as const),
      ),
    ];
  }
  if (license.status !== 2) throw new BillError('value', 'elid', String(license.licenseId));
  const after = orderablePriceList(call, license.itemtype, parameters.get('pricelist'));
  if (after.product !== before?.product) throw refusal(world, 'priceListUnavailable', after.priceList);
  const period = parameters.get('period') || license.periodMonths;
  // A trial is had once, by an order: nobody comes back to it with what he has paid for.
  if (Number(period) === TRIAL || periodsOf(after).every((sold) => sold === TRIAL))
    throw refusal(world, 'periodNotSold', String(period));
  // Checked with the addons: a price list that does not have them cannot take the license over.
  const addons = addonsOf(license);
  const dearer =
    requirePrice(world, after, period, addons) - requirePrice(world, before, license.periodMonths, addons);
  const changed = { ...license, priceList: after.priceList, periodMonths: Number(period) };
  charge(world, {
    license: changed,
    func,
    periodMonths: changed.periodMonths,
    amountMinor: Math.max(0, dearer),
  });
  changeLicense(world, func, license, changed);
  return [element('ok')];
};
