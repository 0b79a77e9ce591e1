import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  workflowInfo,
} from '@temporalio/workflow';

import type { ServiceLicenseInput, ServiceView } from '../contract/service-license.js';
import { newLife } from '../domain/life/life.js';
import { viewOf } from './view.js';
import { Current } from './current.js';
import { receiveMessages, type Messages } from './service-messages.js';

/** Keeps one VPS service's license, from its opening until the license is back in the pool. */
export async function serviceLicense({
  service,
  carried,
  adopted,
}: ServiceLicenseInput): Promise<ServiceView> {
  const current = new Current(carried ?? newLife(service, workflowInfo().firstExecutionRunId, adopted));
  const messages = receiveMessages(current);
  return await CancellationScope.nonCancellable(() => live(current, messages));
}

/** Decides, makes one call, learns what came of it, and waits, until nothing is left to do. */
async function live(current: Current, messages: Messages): Promise<ServiceView> {
  if (wasReset()) current.learn({ kind: 'reset' });
  for (;;) {
    if (current.step.kind === 'end') break;
    if (wantsNewRun()) await beginNewRun(current, messages);
    const { step } = current;
    if (step.kind === 'call') {
      await current.make(step.call);
      continue;
    }
    await current.rest(step);
    current.learn({ kind: 'rested' });
  }
  messages.finished = true;
  await condition(allHandlersFinished);
  return viewOf(current.life, current.step);
}

/** Hands the life over; callers that still wait are told, and ask the next run. */
async function beginNewRun(current: Current, messages: Messages): Promise<void> {
  messages.cutsShort = true;
  await condition(allHandlersFinished);
  const { life } = current;
  await continueAsNew<typeof serviceLicense>({ service: life.wish.service, carried: life });
}

function wasReset(): boolean {
  const { runId, originalExecutionRunId } = workflowInfo();
  return runId !== originalExecutionRunId;
}

/** A short history keeps replay cheap, new code soon in force, and messages from piling up. */
const LONG_HISTORY = 60;

function wantsNewRun(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= LONG_HISTORY;
}
