import { inUtc } from '../../base/calendar.js';
import { isTrial, type HeldLicense } from '../holding.js';
import { isLeftover } from '../leftover.js';
import { planOf } from '../purpose.js';
import { waitsOnly, type Policy } from './policy.js';

/** A trial, or what is left over from another price list, is used up and not prolonged. */
export const leftoverServes: Policy = (life, now) => {
  const { held, terms, poolAskedFor } = life;
  if (!held || !terms || !isLeftover(held, terms, now)) return null;
  const { renewAtMs, emergencyAtMs } = planOf(life);
  const wasAsked = poolAskedFor === held.license.expiresOn;
  const next = wasAsked || now >= renewAtMs ? emergencyAtMs : renewAtMs;
  return waitsOnly(now >= next ? Infinity : next, inWords(held.license, wasAsked ? null : next));
};

function inWords(license: HeldLicense, asksAtMs: number | null): string {
  const trial = isTrial(license);
  if (asksAtMs !== null) {
    const what = trial ? 'a trial' : 'left over';
    return `looks for what follows at ${inUtc(asksAtMs)}: ${what} until ${license.expiresOn}`;
  }
  return trial
    ? 'uses up the trial; a license that is paid for follows'
    : 'uses up what was left over from another price list; a license of its own follows';
}
