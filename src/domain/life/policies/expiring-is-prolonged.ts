import { isToBePaid, planOf } from '../purpose.js';
import { pays } from './payment.js';
import type { Policy } from './policy.js';

/** A license is prolonged a lead before its expiry. */
export const expiringIsProlonged: Policy = (life, now) =>
  isToBePaid(life, now) && now >= planOf(life).renewAtMs ? pays(life, now, 'its expiry is near') : null;
