import type { Life } from '../life.js';
import type { Opinion } from '../step.js';
import { leavesDoubt } from '../../base/failures.js';
import { termsQuestion } from '../terms-question.js';
import { calls, waits } from './policy.js';

/**
 * Learns what a payment hangs on before it is made: whether the service still lives, and what is
 * cheapest.
 */
export function asksBefore(life: Life, now: number): Opinion {
  return asksStatus(life, now) ?? comparesOffers(life, now);
}

/**
 * Compares prices where a known end makes a choice of them; whatever keeps that from being done
 * holds up no payment.
 */
function comparesOffers(life: Life, now: number): Opinion {
  const { terms } = life;
  const { ending } = termsQuestion(life, now);
  if (!terms?.toCompare || !ending || ending.chosen) return null;
  const { licenseServer, toCompare: toEnd, addons = null } = terms;
  const call = { kind: 'compareOffers', licenseServer, toEnd, ending, addons } as const;
  const opinion = calls(life, now, call, 'compares what a payment until the known end would cost');
  return opinion?.kind === 'call' ? opinion : null;
}

/**
 * Asks the provider whether a service still lives, where the configuration says so and nobody has
 * told lately.
 */
function asksStatus(life: Life, now: number): Opinion {
  const { terms, permit, wish } = life;
  if (!terms?.asksStatus || (permit && now < permit.untilMs)) return null;
  const { serviceId } = wish.service;
  const { processingModule } = terms;
  const call = { kind: 'askStatus', serviceId, processingModule } as const;
  return calls(life, now, call, 'asks the provider whether the service is active, before anything is paid');
}

/**
 * Says whether the payment that may be on its way is this very prolongation, which the ledger keeps
 * from being made twice.
 */
function isOwn({ trouble: { prolong, panel } }: Life): boolean {
  const mayBe = (trouble: typeof prolong) => trouble !== undefined && leavesDoubt(trouble.failure);
  return mayBe(prolong) && !mayBe(panel);
}

/** Prolongs the held license, once the provider allows it. */
export function pays(life: Life, now: number, why: string): Opinion {
  const { held, terms, wish } = life;
  if (!held || !terms) return null;
  if (now < held.paymentUntilMs && !isOwn(life))
    return waits(held.paymentUntilMs, 'pays when no other payment for the license is on its way');
  const asked = asksBefore(life, now);
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
