import { changeIdOf } from '../../base/marker.js';
import { wantsOtherPanel } from '../purpose.js';
import { calls, waitsForLost, type Policy } from './policy.js';

/**
 * The license server moves the license to the price list of the other panel, where it does that.
 */
export const panelIsChanged: Policy = (life, now) => {
  const { wish, held, terms, firstRunId, tally } = life;
  if (!wish.insteadOf || !held || !terms || wantsOtherPanel(life)) return null;
  // Until the terms of the wished panel are known, those at hand are of the one before.
  if (life.termsAnswer === null) return null;
  if (now < held.paymentUntilMs)
    return waitsForLost(
      life,
      'panel',
      held.paymentUntilMs,
      'changes the panel when no payment is on its way',
    );
  const { priceList, periodMonths } = terms;
  const call = {
    kind: 'changePriceList',
    serviceId: wish.service.serviceId,
    changeId: changeIdOf(firstRunId, tally.panels),
    license: held.license,
    priceList,
    periodMonths,
  } as const;
  return calls(life, now, call, `changes the panel to ${wish.service.panel}`);
};
