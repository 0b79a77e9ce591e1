import { isTrial } from '../holding.js';
import { isLeftover } from '../leftover.js';
import { planOf } from '../purpose.js';
import { waitsOnly, type Policy } from './policy.js';

/** A trial, or what is left over from another price list, is used up and not prolonged. */
export const leftoverServes: Policy = (life, now) => {
  const { held, terms, poolAskedFor } = life;
  if (!held || !terms || !isLeftover(held, terms, now)) return null;
  const { renewAtMs, emergencyAtMs } = planOf(life);
  const what = isTrial(held.license) ? 'the trial' : 'what was left over from another price list';
  const wasAsked = poolAskedFor === held.license.expiresOn;
  const next = wasAsked || now >= renewAtMs ? emergencyAtMs : renewAtMs;
  return waitsOnly(now >= next ? Infinity : next, `uses up ${what}, until ${held.license.expiresOn}`);
};
