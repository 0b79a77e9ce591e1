import { DAY_MS } from '../../../src/domain/base/calendar.js';
import type { Life } from '../../../src/domain/life/life.js';
import { LONGEST_SLEEP_MS, type LifeState, type Step } from '../../../src/domain/life/next-step.js';
import { planRenewal } from '../../../src/domain/base/renewal.js';
import type { Trouble } from '../../../src/domain/life/trouble.js';
import {
  ORDER_MADE,
  sampleFree,
  sampleHeld,
  sampleLife,
  sampleObtaining,
  sampleTerms,
} from '../../support/samples.js';

const held = sampleHeld();
export const { renewAtMs, emergencyAtMs } = planRenewal(held, sampleTerms().lead, '7');
export const { expiresAtMs } = held;
/** Days before the renewal. */
export const early = renewAtMs - 5 * DAY_MS;
const lapse = sampleTerms({ whileSuspended: 'lapse' });

export const trouble = (changes: Partial<Trouble> = {}): Trouble => ({
  failure: 'LicenseServerBusy',
  message: 'HTTP status 429',
  sinceMs: early,
  tries: 1,
  retryAtMs: early + 60_000,
  ...changes,
});
export const forHuman: Trouble = { failure: 'Refused', message: 'no', sinceMs: early, tries: 1 };
const without = (name: 'license' | 'terms', changes: Partial<Life> = {}): Life => {
  const life = sampleLife(changes);
  return name === 'license' ? { ...life, license: undefined } : { ...life, terms: undefined };
};

export interface Case {
  readonly name: string;
  readonly life: Life;
  readonly now?: number;
  readonly step: Step;
  readonly state: LifeState;
}

const paid: Step = { kind: 'wait', reason: 'Paid', untilMs: renewAtMs };
const prolong = (reason: 'NearingExpiry' | 'Emergency' | 'Expired'): Step => ({ kind: 'prolong', reason });
const asleep = (reason: 'LettingLapse' | 'NothingToKeep' | 'NeedsHuman', now = early): Step => ({
  kind: 'wait',
  reason,
  untilMs: now + LONGEST_SLEEP_MS,
});
const retry = (untilMs: number): Step => ({ kind: 'wait', reason: 'Retry', untilMs });
const obtain: Step = { kind: 'obtain', reason: 'NoLicense' };
const decided: Step = { kind: 'resolve', reason: 'HumanDecided' };
const closed = (kind: 'finish' | 'settle' | 'return'): Step => ({ kind, reason: 'ServiceClosed' });
const obtaining = sampleObtaining({ mayBeOrdered: ORDER_MADE });

/** A life, the instant at which it is looked at, and what comes next. */
export const cases: readonly Case[] = [
  {
    name: 'an active service without a license obtains one',
    life: without('license'),
    step: obtain,
    state: 'ordering',
  },
  {
    name: 'an obtaining under way goes on',
    life: without('license', { obtaining }),
    step: obtain,
    state: 'ordering',
  },
  { name: 'a paid license sleeps', life: sampleLife(), step: paid, state: 'active' },
  {
    name: 'a paid license sleeps 1 ms before its renewal',
    life: sampleLife(),
    now: renewAtMs - 1,
    step: paid,
    state: 'active',
  },
  {
    name: 'a license is prolonged at its renewal',
    life: sampleLife(),
    now: renewAtMs,
    step: prolong('NearingExpiry'),
    state: 'active',
  },
  {
    name: 'a license is not in emergency 1 ms before',
    life: sampleLife(),
    now: emergencyAtMs - 1,
    step: prolong('NearingExpiry'),
    state: 'active',
  },
  {
    name: 'a license is prolonged in its emergency',
    life: sampleLife(),
    now: emergencyAtMs,
    step: prolong('Emergency'),
    state: 'active',
  },
  {
    name: 'a license has not expired 1 ms before',
    life: sampleLife(),
    now: expiresAtMs - 1,
    step: prolong('Emergency'),
    state: 'active',
  },
  {
    name: 'an expired license is prolonged',
    life: sampleLife(),
    now: expiresAtMs,
    step: prolong('Expired'),
    state: 'active',
  },
  {
    name: 'a license whose terms are not known yet sleeps',
    life: without('terms'),
    step: { ...paid, untilMs: early + LONGEST_SLEEP_MS },
    state: 'active',
  },

  {
    name: 'a suspended service is kept paid where the policy says so',
    life: sampleLife({ status: 'suspended' }),
    step: paid,
    state: 'suspended',
  },
  {
    name: 'a suspended service is prolonged where the policy says so',
    life: sampleLife({ status: 'suspended' }),
    now: renewAtMs,
    step: prolong('NearingExpiry'),
    state: 'suspended',
  },
  {
    name: 'a suspended service may lapse where the policy says so',
    life: sampleLife({ status: 'suspended', terms: lapse }),
    step: asleep('LettingLapse'),
    state: 'suspended',
  },
  {
    name: 'an active service never lapses',
    life: sampleLife({ terms: lapse }),
    now: renewAtMs,
    step: prolong('NearingExpiry'),
    state: 'active',
  },
  {
    name: 'a suspended service without a license has nothing to keep',
    life: without('license', { status: 'suspended' }),
    step: asleep('NothingToKeep'),
    state: 'suspended',
  },
  {
    name: 'a suspended service gets the license for which it has given up another',
    life: without('license', { status: 'suspended', obtaining: sampleObtaining({ paidUntilMs: early }) }),
    step: { kind: 'obtain', reason: 'NoLicense' },
    state: 'suspended',
  },
  {
    name: 'a suspended service looks for an order that may have been made',
    life: without('license', {
      status: 'suspended',
      obtaining: sampleObtaining({ mayBeOrdered: ORDER_MADE }),
    }),
    step: { kind: 'obtain', reason: 'NoLicense' },
    state: 'suspended',
  },
  {
    name: 'a suspended service that may lapse obtains nothing',
    life: without('license', {
      status: 'suspended',
      terms: lapse,
      obtaining: sampleObtaining({ mayBeOrdered: ORDER_MADE }),
    }),
    step: asleep('NothingToKeep'),
    state: 'suspended',
  },

  {
    name: 'a closed service returns its license',
    life: sampleLife({ status: 'closed' }),
    step: closed('return'),
    state: 'closing',
  },
  {
    name: 'a closed service returns an expired license rather than prolong it',
    life: sampleLife({ status: 'closed' }),
    now: expiresAtMs,
    step: closed('return'),
    state: 'closing',
  },
  {
    name: 'a closed service settles what was on its way',
    life: without('license', { status: 'closed', obtaining }),
    step: closed('settle'),
    state: 'closing',
  },
  {
    name: 'a closed service settles a claim before anything is returned',
    life: sampleLife({ status: 'closed', obtaining: sampleObtaining({ claimed: sampleFree() }) }),
    step: closed('settle'),
    state: 'closing',
  },
  {
    name: 'a closed service without a license is finished',
    life: without('license', { status: 'closed' }),
    step: closed('finish'),
    state: 'closed',
  },

  {
    name: 'a refused service is finished',
    life: without('license', { refusal: 'panel x is not configured' }),
    step: { kind: 'finish', reason: 'Refused' },
    state: 'closed',
  },
  {
    name: 'a refusal counts before a trouble',
    life: without('license', { refusal: 'x', trouble: forHuman }),
    step: { kind: 'finish', reason: 'Refused' },
    state: 'closed',
  },
  {
    name: 'a license that is held is kept, whatever the configuration refuses',
    life: sampleLife({ refusal: 'x' }),
    step: paid,
    state: 'active',
  },

  {
    name: 'a trouble is waited out',
    life: sampleLife({ trouble: trouble() }),
    step: retry(early + 60_000),
    state: 'retrying',
  },
  {
    name: 'a trouble is waited out for 1 ms more',
    life: without('license', { trouble: trouble() }),
    now: early + 59_999,
    step: retry(early + 60_000),
    state: 'retrying',
  },
  {
    name: 'a trouble that was waited out lets the next step come',
    life: without('license', { trouble: trouble() }),
    now: early + 60_000,
    step: obtain,
    state: 'retrying',
  },
  {
    name: 'a trouble that only a human can settle waits for the human',
    life: sampleLife({ trouble: forHuman }),
    step: asleep('NeedsHuman'),
    state: 'needs-human',
  },
  {
    name: 'a trouble is waited out before a closed service returns its license',
    life: sampleLife({ status: 'closed', trouble: trouble() }),
    step: retry(early + 60_000),
    state: 'retrying',
  },
  {
    name: 'a closed service in a human trouble waits for the human',
    life: sampleLife({ status: 'closed', trouble: forHuman }),
    step: asleep('NeedsHuman'),
    state: 'needs-human',
  },
  {
    name: 'a failed change of address does not hold up the prolongation in the emergency',
    life: sampleLife({ trouble: { ...forHuman, step: 'readdress' } }),
    now: emergencyAtMs,
    step: prolong('Emergency'),
    state: 'needs-human',
  },
  {
    name: 'a failed change of address is waited out before the emergency',
    life: sampleLife({ trouble: { ...forHuman, step: 'readdress' } }),
    now: emergencyAtMs - 1,
    step: asleep('NeedsHuman', emergencyAtMs - 1),
    state: 'needs-human',
  },
  {
    name: 'a failure of what may still come is waited out in the emergency',
    life: sampleLife({
      trouble: trouble({ step: 'readdress', retryAtMs: emergencyAtMs + 60_000 }),
      obtaining: sampleObtaining({ mayBeOrdered: ORDER_MADE }),
    }),
    now: emergencyAtMs,
    step: retry(emergencyAtMs + 60_000),
    state: 'retrying',
  },
  {
    name: 'a decision that could not be done is done again later',
    life: sampleLife({
      trouble: trouble({ step: 'resolve' }),
      resolution: { action: 'accept' },
    }),
    step: retry(early + 60_000),
    state: 'retrying',
  },
  {
    name: 'a failed prolongation is waited out in the emergency as well',
    life: sampleLife({ trouble: { ...forHuman, step: 'prolong' } }),
    now: emergencyAtMs,
    step: asleep('NeedsHuman', emergencyAtMs),
    state: 'needs-human',
  },
  {
    name: 'a trouble counts before the policy for suspended services',
    life: sampleLife({ status: 'suspended', terms: lapse, trouble: trouble() }),
    step: retry(early + 60_000),
    state: 'retrying',
  },

  {
    name: 'what a human has decided is done before the trouble is waited out',
    life: sampleLife({ trouble: forHuman, resolution: { action: 'retry' } }),
    step: decided,
    state: 'needs-human',
  },
  {
    name: 'what a human has decided is done before a closed service returns its license',
    life: sampleLife({ status: 'closed', resolution: { action: 'forfeit' } }),
    step: decided,
    state: 'closing',
  },
  {
    name: 'a spending limit is tried again, but a human is needed all the same',
    life: sampleLife({ trouble: trouble({ failure: 'SpendingLimitReached' }) }),
    step: retry(early + 60_000),
    state: 'needs-human',
  },
];
