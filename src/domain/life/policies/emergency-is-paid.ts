import { isToBePaid, planOf } from '../purpose.js';
import { pays } from './payment.js';
import type { Policy } from './policy.js';

/**
 * Shortly before expiry nothing else counts: whatever has failed, or is on its way, does not keep
 * the license from being paid.
 */
export const emergencyIsPaid: Policy = (life, now) => {
  const { held } = life;
  if (!held || !isToBePaid(life, now) || now < planOf(life).emergencyAtMs) return null;
  const hasExpired = now >= held.license.expiresAtMs;
  return pays(
    life,
    now,
    hasExpired ? 'it has expired' : 'its expiry is very near, so back-off no longer counts',
  );
};
