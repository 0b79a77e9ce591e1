import { planOf } from '../purpose.js';
import { waits, type Policy } from './policy.js';

/** A paid license sleeps until its renewal. */
export const paidSleeps: Policy = (life, now) => {
  const { held } = life;
  const { renewAtMs } = planOf(life);
  if (!held || now >= renewAtMs) return null;
  return waits(renewAtMs, `prolongs then: paid until ${held.license.expiresOn}`);
};
