import type { Life } from '../life.js';
import type { Opinion } from '../step.js';
import { leavesDoubt } from '../failure-rows.js';
import { calls, waits } from './policy.js';

/** Asks the provider whether a service still lives, where the configuration says so and nobody has told lately. */
export function asksFirst(life: Life, now: number): Opinion {
  const { terms, permit, wish } = life;
  if (!terms?.asksStatus || (permit && now < permit.untilMs)) return null;
  const { serviceId } = wish.service;
  const { processingModule } = terms;
  const call = { kind: 'askStatus', serviceId, processingModule } as const;
  return calls(life, now, call, 'asks the provider whether the service is active, before anything is paid');
}

/** Says whether the payment that may be on its way is this very prolongation, which the ledger keeps from being made twice. */
function isOwn({ trouble: { prolong } }: Life): boolean {
  return prolong !== undefined && leavesDoubt(prolong.failure);
}

/** Prolongs the held license, once the provider allows it. */
export function pays(life: Life, now: number, why: string): Opinion {
  const { held, terms, wish } = life;
  if (!held || !terms) return null;
  if (now < held.paymentUntilMs && !isOwn(life))
    return waits(held.paymentUntilMs, 'pays when no other payment for the license is on its way');
  const asked = asksFirst(life, now);
  if (asked) return asked;
  const call = {
    kind: 'prolong',
    serviceId: wish.service.serviceId,
    license: held.license,
    periodMonths: terms.periodMonths,
    addons: terms.addons ?? null,
  } as const;
  return calls(life, now, call, `prolongs the license: ${why}`);
}
