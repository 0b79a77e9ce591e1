import { DAY_MS, inUtc } from '../../base/calendar.js';
import { planOf } from '../purpose.js';
import { waitsForConfirmation } from '../resolution.js';
import type { Policy } from './policy.js';

/**
 * Where the configuration says so, a human confirms a payment; unanswered, it is made in the
 * emergency.
 */
export const renewalIsConfirmed: Policy = (life, now) => {
  if (!waitsForConfirmation(life, now)) return null;
  const { emergencyAtMs } = planOf(life);
  const why = `waits for a human to confirm the payment, which is made at ${inUtc(emergencyAtMs)} in any case`;
  return { kind: 'wait', untilMs: now + DAY_MS, why, asksHuman: true, final: true };
};
