import { DAY_MS } from '../base/calendar.js';
import { isOnItsWay, type Life } from './life.js';
import { planRenewal } from '../base/renewal.js';
import {
  leftoverServesUntil,
  licenseFollowsAddress,
  renewalAsksPool,
  replacedLicenseReturns,
  type ReplacementStep,
} from './replacement.js';
import { outlastsService, scheduledCloseComes, type ScheduledCloseStep } from './scheduled-close.js';
import { isInDoubt, needsHuman } from './trouble.js';

/** What a service's Workflow does next, and why. Every reason is explained in `docs/cycle.md`. */
export type Step =
  | { readonly kind: 'finish'; readonly reason: 'Refused' | 'ServiceClosed' }
  | { readonly kind: 'resolve'; readonly reason: 'HumanDecided' }
  | { readonly kind: 'reread'; readonly reason: 'Asked' }
  | ReplacementStep
  | ScheduledCloseStep
  | { readonly kind: 'changePanel'; readonly reason: 'Asked' }
  | { readonly kind: 'settle'; readonly reason: 'ServiceClosed' }
  | { readonly kind: 'return'; readonly reason: 'ServiceClosed' }
  | { readonly kind: 'lookBack'; readonly reason: 'WasReset' }
  | { readonly kind: 'obtain'; readonly reason: 'NoLicense' }
  | { readonly kind: 'prolong'; readonly reason: 'NearingExpiry' | 'Emergency' | 'Expired' }
  | { readonly kind: 'wait'; readonly reason: WaitReason; readonly untilMs: number };

export type WaitReason =
  /** The license is paid until later. */
  | 'Paid'
  /** The license is paid past the instant at which its service will end. */
  | 'PaidPastItsEnd'
  /** The license of another price list serves until shortly before its end. */
  | 'LeftoverServes'
  /** The license server does not let the address be changed yet. */
  | 'AddressChangeLimited'
  /** The service is suspended and what is paid may run out. */
  | 'LettingLapse'
  /** The service is suspended and there is nothing to keep paid for it. */
  | 'NothingToKeep'
  /** A step failed and is tried again later. */
  | 'Retry'
  /** A step failed and only a human can say how to go on. */
  | 'NeedsHuman';

/**
 * No sleep is longer, so that every run soon notices new code and a changed configuration.
 * Two renewals of a monthly license are at most 32 days apart, so a shorter cap would wake it twice a month.
 */
export const LONGEST_SLEEP_MS = 32 * DAY_MS;

/** The checks in the order in which they count; the first that has an answer decides. */
const CHECKS: readonly ((life: Life, now: number) => Step | undefined)[] = [
  refusedServiceEnds,
  scheduledCloseComes,
  humanHasDecided,
  emergencyIsNotHeldUp,
  troubleIsWaitedOut,
  licenseIsReadAgain,
  replacedLicenseReturns,
  closedServiceReturnsItsLicense,
  suspendedServiceMayLapse,
  panelIsChanged,
  activeServiceNeedsLicense,
  licenseFollowsAddress,
  paidPastItsEndSleeps,
  renewalAsksPool,
  leftoverIsNotProlonged,
  expiringLicenseIsProlonged,
];

/** Decides the next step of a service from its state alone; `now` is epoch ms. */
export function decideNextStep(life: Life, now: number): Step {
  for (const check of CHECKS) {
    const step = check(life, now);
    if (step) return endingWithService(life, step);
  }
  return endingWithService(life, paidLicenseSleeps(life, now));
}

/** No wait goes past the known end of the service, until that has come. */
function endingWithService({ closesAtMs, status }: Life, step: Step): Step {
  if (closesAtMs === undefined || status === 'closed' || step.kind !== 'wait') return step;
  return { ...step, untilMs: Math.min(step.untilMs, closesAtMs) };
}

function refusedServiceEnds({ refusal, license }: Life): Step | undefined {
  return refusal !== undefined && !license ? { kind: 'finish', reason: 'Refused' } : undefined;
}

function humanHasDecided({ resolution, trouble }: Life, now: number): Step | undefined {
  const isTriedAgain = trouble?.step === 'resolve' && now < (trouble.retryAtMs ?? now);
  return resolution && !isTriedAgain ? { kind: 'resolve', reason: 'HumanDecided' } : undefined;
}

/** What has failed about something else does not keep a license from being prolonged in its emergency. */
function emergencyIsNotHeldUp(life: Life, now: number): Step | undefined {
  const { trouble, license, status } = life;
  const isAboutElse =
    trouble?.step !== undefined && trouble.step !== 'prolong' && !isInDoubt(trouble.failure);
  if (!isAboutElse || !license || status === 'closed') return undefined;
  const mayStillCome = isOnItsWay(life.obtaining) && trouble.retryAtMs !== undefined;
  if (mayStillCome && now < license.expiresAtMs) return undefined;
  const { serviceId } = life.service;
  if (life.terms && now < planRenewal(license, life.terms.lead, serviceId).emergencyAtMs) return undefined;
  const matters = { readdress: undefined, panelChange: undefined, rereads: undefined, outgoing: undefined };
  const step = decideNextStep({ ...life, ...matters, trouble: undefined }, now);
  return step.kind === 'prolong' ? step : undefined;
}

function troubleIsWaitedOut({ trouble }: Life, now: number): Step | undefined {
  if (!trouble) return undefined;
  if (trouble.retryAtMs === undefined) return wait('NeedsHuman', now, Infinity);
  return now < trouble.retryAtMs ? wait('Retry', now, trouble.retryAtMs) : undefined;
}

function licenseIsReadAgain({ rereads, license, status }: Life): Step | undefined {
  return rereads && license && status !== 'closed' ? { kind: 'reread', reason: 'Asked' } : undefined;
}

function closedServiceReturnsItsLicense(life: Life): Step | undefined {
  const { status, license, obtaining, forgotten } = life;
  if (status !== 'closed') return undefined;
  if (obtaining) return { kind: 'settle', reason: 'ServiceClosed' };
  if (license) return { kind: 'return', reason: 'ServiceClosed' };
  if (forgotten === 'lookedFor') return { kind: 'lookBack', reason: 'WasReset' };
  return { kind: 'finish', reason: 'ServiceClosed' };
}

/** What is on its way for something else comes first: it is of the panel before. */
function panelIsChanged({ panelChange, license, obtaining }: Life): Step | undefined {
  if (!panelChange || !license || (isOnItsWay(obtaining) && !obtaining?.isForPanel)) return undefined;
  return { kind: 'changePanel', reason: 'Asked' };
}

function paidPastItsEndSleeps(life: Life, now: number): Step | undefined {
  return outlastsService(life) ? wait('PaidPastItsEnd', now, Infinity) : undefined;
}

function suspendedServiceMayLapse(
  { status, license, obtaining, terms }: Life,
  now: number,
): Step | undefined {
  if (status !== 'suspended') return undefined;
  // What is on its way may be paid already, and a swap has given up a license that was to be kept.
  const isGoneOnWith = obtaining?.paidUntilMs !== undefined || isOnItsWay(obtaining);
  if (isGoneOnWith && terms?.whileSuspended === 'prolong') return undefined;
  if (!license) return wait('NothingToKeep', now, Infinity);
  return terms?.whileSuspended === 'lapse' ? wait('LettingLapse', now, Infinity) : undefined;
}

function activeServiceNeedsLicense({ license }: Life): Step | undefined {
  return license ? undefined : { kind: 'obtain', reason: 'NoLicense' };
}

function expiringLicenseIsProlonged({ license, terms, service }: Life, now: number): Step | undefined {
  if (!license || !terms) return undefined;
  const { renewAtMs, emergencyAtMs } = planRenewal(license, terms.lead, service.serviceId);
  if (now >= license.expiresAtMs) return { kind: 'prolong', reason: 'Expired' };
  if (now >= emergencyAtMs) return { kind: 'prolong', reason: 'Emergency' };
  return now >= renewAtMs ? { kind: 'prolong', reason: 'NearingExpiry' } : undefined;
}

function leftoverIsNotProlonged(life: Life, now: number): Step | undefined {
  const untilMs = leftoverServesUntil(life);
  return untilMs === undefined ? undefined : wait('LeftoverServes', now, untilMs);
}

function paidLicenseSleeps({ license, terms, service, readdress }: Life, now: number): Step {
  const until = license && terms ? planRenewal(license, terms.lead, service.serviceId).renewAtMs : Infinity;
  const { notBeforeMs = Infinity } = readdress ?? {};
  return notBeforeMs < until ? wait('AddressChangeLimited', now, notBeforeMs) : wait('Paid', now, until);
}

function wait(reason: WaitReason, now: number, untilMs: number): Step {
  return { kind: 'wait', reason, untilMs: Math.min(untilMs, now + LONGEST_SLEEP_MS) };
}

/** One word for where a service stands, shown as the search attribute `LicenseState`. */
export type LifeState =
  'ordering' | 'active' | 'suspended' | 'retrying' | 'needs-human' | 'closing' | 'closed';

/** Derives the state shown to operators, in order of precedence, from the state and the step that it led to. */
export function stateOf(life: Life, step: Step): LifeState {
  if (step.kind === 'finish') return 'closed';
  if (life.trouble) return needsHuman(life.trouble) ? 'needs-human' : 'retrying';
  if (life.status === 'closed') return 'closing';
  if (life.status === 'suspended') return 'suspended';
  return life.license ? 'active' : 'ordering';
}
