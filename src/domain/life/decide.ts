import { DAY_MS } from '../base/calendar.js';
import type { Life } from './life.js';
import { acquisitionGoesOn } from './policies/acquisition-goes-on.js';
import { serverIsWatched } from './policies/server-is-watched.js';
import { closedEnds } from './policies/closed-ends.js';
import { decisionIsDone } from './policies/decision-is-done.js';
import { emergencyIsPaid } from './policies/emergency-is-paid.js';
import { expiringIsProlonged } from './policies/expiring-is-prolonged.js';
import { heldIsReadAgain } from './policies/held-is-read-again.js';
import { leftoverServes } from './policies/leftover-serves.js';
import { licenseFollows } from './policies/license-follows.js';
import { orderInDoubtIsLookedFor } from './policies/order-in-doubt-is-looked-for.js';
import { outgoingGoes } from './policies/outgoing-goes.js';
import { paidPastItsEndSleeps } from './policies/paid-past-its-end-sleeps.js';
import { paidSleeps } from './policies/paid-sleeps.js';
import { panelIsChanged } from './policies/panel-is-changed.js';
import type { Policy } from './policies/policy.js';
import { poolIsTold } from './policies/pool-is-told.js';
import { refusedServiceEnds } from './policies/refused-service-ends.js';
import { renewalIsConfirmed } from './policies/renewal-is-confirmed.js';
import { suspendedMayLapse } from './policies/suspended-may-lapse.js';
import { termsAreLookedUp } from './policies/terms-are-looked-up.js';
import type { Step } from './step.js';
import { emergencyAtMsOf } from './trouble.js';

/** The policies in the order in which they count; `docs/cycle.md` explains each. */
export const POLICIES = {
  refusedServiceEnds,
  termsAreLookedUp,
  orderInDoubtIsLookedFor,
  decisionIsDone,
  emergencyIsPaid,
  heldIsReadAgain,
  poolIsTold,
  outgoingGoes,
  closedEnds,
  suspendedMayLapse,
  serverIsWatched,
  acquisitionGoesOn,
  panelIsChanged,
  licenseFollows,
  paidPastItsEndSleeps,
  leftoverServes,
  renewalIsConfirmed,
  expiringIsProlonged,
  paidSleeps,
} as const satisfies Readonly<Record<string, Policy>>;

export type PolicyName = keyof typeof POLICIES;

/**
 * No sleep is longer, so that every run soon notices new code and a changed configuration. Two
 * renewals of a monthly license are at most 32 days apart, so a shorter cap would wake it twice a
 * month.
 */
export const LONGEST_SLEEP_MS = 32 * DAY_MS;

type Wait = Extract<Step, { kind: 'wait' }>;

/**
 * Decides what a life does next; `now` is epoch ms. The first call or end decides, and waits are
 * joined.
 */
export function decide(life: Life, now: number): Step {
  return decideBy(Object.entries(POLICIES), life, now);
}

/** Decides by other policies than those in force, so that each can be shown to be needed. */
export function decideBy(
  policies: readonly (readonly [name: string, policy: Policy])[],
  life: Life,
  now: number,
): Step {
  const waits: Wait[] = [];
  for (const [policy, opinionOf] of policies) {
    const opinion = opinionOf(life, now);
    if (!opinion) continue;
    if (opinion.kind !== 'wait') return { ...opinion, policy };
    const { final, ...wait } = opinion;
    waits.push({ ...wait, policy });
    if (final) break;
  }
  return joined(waits, nextMoment(life, now));
}

/**
 * The earliest wait counts. Shown is what a human has to know, else what has failed, else the
 * earliest.
 */
function joined(waits: readonly Wait[], momentMs: number): Step {
  const byTime = [...waits].sort((a, b) => a.untilMs - b.untilMs);
  const shown =
    byTime.find(({ trouble }) => trouble?.subject === 'decision') ??
    byTime.find(({ asksHuman }) => asksHuman) ??
    byTime.find(({ trouble }) => trouble) ??
    byTime[0];
  const untilMs = Math.min(momentMs, byTime[0]?.untilMs ?? Infinity);
  return { ...(shown ?? { kind: 'wait', policy: 'none', why: 'waits' }), untilMs };
}

/**
 * Gives the next instant (epoch ms) at which the policies may see a life otherwise, whatever they
 * wait for.
 */
function nextMoment(life: Life, now: number): number {
  return Math.min(now + LONGEST_SLEEP_MS, momentAfter(life, now));
}

/**
 * Gives the instant (epoch ms) of the next emergency or known end; `Infinity` where none is to
 * come.
 */
export function momentAfter(life: Life, now: number): number {
  const { status, endsAtMs } = life.wish;
  if (status === 'closed') return Infinity;
  const moments = [endsAtMs ?? Infinity, emergencyAtMsOf(life)];
  return Math.min(...moments.filter((momentMs) => momentMs > now));
}
