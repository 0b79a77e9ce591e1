import { inUtc } from '../../base/calendar.js';
import { planOf } from '../purpose.js';
import { waits, type Policy } from './policy.js';

/** A paid license sleeps until its renewal. */
export const paidSleeps: Policy = (life, now) => {
  const { held } = life;
  const { renewAtMs } = planOf(life);
  // Without terms nobody knows when that is.
  if (!held || now >= renewAtMs || renewAtMs === Infinity) return null;
  return waits(renewAtMs, `prolongs at ${inUtc(renewAtMs)}: paid until ${held.license.expiresOn}`);
};
