import { changeableLicense } from '../billing/own-license.js';
import { findPriceList } from '../billing/price-list.js';
import { prolong, prolongedBy } from '../billing/prolong.js';
import type { FunctionHandler } from '../call.js';
import { periodsOf } from '../catalogue.js';
import { element, elements, selectList } from '../tree.js';
import { isSubmitted, periodTitle } from './order-form.js';

/**
 * Pays for one more period of a license of any family; without `sok` it shows what can be chosen.
 */
export const serviceProlong: FunctionHandler = (call) => {
  const { world, parameters, func } = call;
  const license = changeableLicense(call, parameters.get('elid'));
  const period = parameters.get('period') || license.periodMonths;
  if (!isSubmitted(parameters)) {
    const list = findPriceList(world, license.priceList);
    const periods = list ? periodsOf(list).filter((one) => one > 0) : [];
    return [
      ...elements({
        elid: license.licenseId,
        id: license.licenseId,
        name: list?.title ?? license.priceList,
        period,
        expiredate: license.expiresOn,
        newexpiredate: prolongedBy(world, license, Math.max(Number(period) || 0, 0)).expiresOn,
      }),
      selectList('period', list ? periods.map((one) => [String(one), periodTitle(list, one)] as const) : []),
    ];
  }
  const { expiresOn } = prolong(world, func, license, period);
  // Nested in a second `doc`, where clients look for it: /doc/doc/newexpiredate.
  return [element('ok'), element('doc', [element('newexpiredate', expiresOn)])];
};
