import { addMonths, DAY_MS, daysBetween, type CalendarDate } from './calendar.js';
import { TRIAL } from './period.js';

/** When to prolong before expiry, as shares of the period and bounds in days. */
export interface LeadSettings {
  readonly leadShare: number;
  readonly leadMinDays: number;
  readonly leadMaxDays: number;
  readonly emergencyShare: number;
  readonly emergencyMinDays: number;
}

export const DEFAULT_LEAD: LeadSettings = {
  leadShare: 0.1,
  leadMinDays: 2,
  leadMaxDays: 10,
  emergencyShare: 0.05,
  emergencyMinDays: 1,
};

/** What of a license decides when it is renewed. */
export interface Paid {
  readonly periodMonths: number;
  readonly expiresOn: CalendarDate;
  /** The earliest instant (epoch ms) that the expiry date can mean. */
  readonly expiresAtMs: number;
}

export interface RenewalPlan {
  /** The renewal instant: the lead before expiry, moved by the jitter. */
  readonly renewAtMs: number;
  /** From here on plans and back-off no longer count. */
  readonly emergencyAtMs: number;
}

/**
 * Plans the renewal of a paid license. The jitter lies in the first third of the lead and is a hash
 * of service and expiry: licenses bought on one day do not fall due at one instant, and a replay
 * finds the same instant again. The emergency never begins before half of the lead has passed, so
 * that a planned renewal always comes first.
 */
export function planRenewal(paid: Paid, lead: LeadSettings, serviceId: string): RenewalPlan {
  const periodDays = daysIn(paid);
  const leadDays = Math.min(Math.max(periodDays * lead.leadShare, lead.leadMinDays), lead.leadMaxDays);
  const jitterDays = (leadDays / 3) * fractionOf(`${serviceId} ${paid.expiresOn}`);
  const emergencyDays = Math.min(
    Math.max(periodDays * lead.emergencyShare, lead.emergencyMinDays),
    leadDays / 2,
  );
  return {
    renewAtMs: paid.expiresAtMs - Math.floor((leadDays - jitterDays) * DAY_MS),
    emergencyAtMs: paid.expiresAtMs - Math.floor(emergencyDays * DAY_MS),
  };
}

/** Only the license server knows how long a trial is, so the shortest lead counts. */
function daysIn({ periodMonths, expiresOn }: Paid): number {
  return periodMonths === TRIAL ? 0 : daysBetween(addMonths(expiresOn, -periodMonths), expiresOn);
}

/**
 * Spreads texts evenly over [0, 1): FNV-1a, with its bits mixed once more since its high ones move
 * too little.
 */
function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
