import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  patched,
  workflowInfo,
} from '@temporalio/workflow';

import type { ServiceLicenseInput, ServiceView } from '../contract/service-license.js';
import { newLife, type Life } from '../domain/life/life.js';
import { asksForOtherTerms, takeTerms, termsQuestion } from '../domain/life/life-terms.js';
import { decideNextStep, type Step } from '../domain/life/next-step.js';
import { nextInWords } from '../domain/words/describe.js';
import { afterRefusedReturn } from '../domain/life/parking.js';
import { planRenewal } from '../domain/base/renewal.js';
import { afterFailure, afterIntervention } from '../domain/life/trouble.js';
import { account, resolveTerms } from './activities.js';
import { metOf, StepHeld } from './failures.js';
import { receiveMessages, viewOf, type Messages } from './service-messages.js';
import { show } from './show.js';
import { take, type Action } from './steps.js';

/** Keeps one VPS service's license, from its opening until the license is back in the pool. */
export async function serviceLicense({
  service,
  carried,
  adopted,
}: ServiceLicenseInput): Promise<ServiceView> {
  const life = carried ?? newLife(service, workflowInfo().firstExecutionRunId, adopted);
  const messages = receiveMessages(life);
  return await CancellationScope.nonCancellable(() => live(life, messages));
}

/** Looks, decides, acts, and waits, until nothing is left to do. */
async function live(life: Life, messages: Messages): Promise<ServiceView> {
  await lookUpTerms(life);
  for (;;) {
    const step = decideNextStep(life, Date.now());
    if (step.kind === 'finish' && mayHaveForgotten(life)) {
      life.forgotten = 'lookedFor';
      continue;
    }
    show(life, step);
    if (step.kind === 'finish') break;
    if (step.kind !== 'wait') {
      await attempt(step, life, messages);
      if (asksForOtherTerms(life)) await lookUpTerms(life);
      continue;
    }
    await rest(life, step, messages);
    await lookUpTerms(life);
  }
  messages.finished = true;
  await condition(allHandlersFinished);
  return viewOf(life);
}

/** Says whether a closed service was reset and has not yet looked for what it did since. */
function mayHaveForgotten({ status, forgotten }: Life): boolean {
  if (status !== 'closed') return false;
  // The patch leaves what is replayed from before the reset as it was.
  return forgotten === undefined ? wasReset() && patched('look-back') : forgotten === 'maybe';
}

function wasReset(): boolean {
  const { runId, originalExecutionRunId } = workflowInfo();
  return runId !== originalExecutionRunId;
}

/** The configuration in force counts from the next decision on. */
async function lookUpTerms(life: Life): Promise<void> {
  const question = termsQuestion(life, Date.now());
  takeTerms(life, question, await resolveTerms(...question), Date.now());
}

async function attempt(step: Action, life: Life, messages: Messages): Promise<void> {
  const { received } = messages;
  const { license, terms, service, resolution } = life;
  const before = JSON.stringify(life);
  try {
    await take(step, life);
    // A step that does nothing would be decided again at once, for ever.
    if (JSON.stringify(life) === before)
      throw new StepHeld({ failure: 'WorkerFailure', message: `${step.kind} has changed nothing` });
    endTrouble(life, step);
  } catch (error) {
    const emergencyAtMs =
      license && terms && planRenewal(license, terms.lead, service.serviceId).emergencyAtMs;
    const met = metOf(error);
    const now = Date.now();
    const trouble = { ...afterFailure(life.trouble, met, now, emergencyAtMs), step: step.kind };
    life.trouble = step.kind === 'return' ? afterRefusedReturn(trouble, now) : trouble;
    // A decision stands while what keeps it from being done passes by itself.
    if (step.kind === 'resolve' && trouble.retryAtMs !== undefined) life.resolution ??= resolution;
    // Who acted while the step was under way has acted before it failed: it is not to be waited out.
    if (messages.received !== received) life.trouble = afterIntervention(life.trouble);
    else if (met.failure === 'InsufficientFunds') await askToBeWoken(life, met.amountMinor);
  }
}

/** What was decided about a trouble that is over is not for the next one. */
function endTrouble(life: Life, { kind }: Action): void {
  delete life.resolution;
  // The end of a service comes when it comes; a call may be on its way all the same.
  if (kind === 'close') life.trouble = afterIntervention(life.trouble);
  else delete life.trouble;
}

/** The balance is watched once for all services, and they go on in the order of their urgency. */
async function askToBeWoken({ license, terms }: Life, amountMinor = 0): Promise<void> {
  const { workflowId } = workflowInfo();
  const licenseServer = license?.licenseServer ?? terms?.licenseServer;
  if (licenseServer === undefined) return;
  await account.awaitFunds(licenseServer, {
    workflowId,
    amountMinor,
    // Without a license a customer waits already: nothing is more urgent.
    neededAtMs: license?.expiresAtMs ?? 0,
  });
}

/** Sleeps until the step's instant or the next message; a rest is also the moment to begin a new run. */
async function rest(life: Life, step: Extract<Step, { kind: 'wait' }>, messages: Messages): Promise<void> {
  const { received } = messages;
  if (wantsNewRun()) {
    await condition(allHandlersFinished);
    if (messages.received !== received) return;
    if (wasReset()) life.forgotten = 'maybe';
    await continueAsNew<typeof serviceLicense>({ service: life.service, carried: life });
  }
  const sleepMs = Math.max(1, step.untilMs - Date.now());
  await condition(() => messages.received !== received, sleepMs, { summary: nextInWords(life, step) });
}

/** A short history keeps replay cheap however old the service grows: about two years of monthly renewals. */
const LONG_HISTORY = 400;

function wantsNewRun(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= LONG_HISTORY;
}
