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
  for (;;) {
    const { step } = current;
    if (step.kind === 'end') {
      if (await isOver(current, messages)) return viewOf(current.life, current.step);
    } else if (wantsNewRun()) {
      await beginNewRun(current, messages);
    } else if (step.kind === 'call') {
      await current.make(step.call);
    } else {
      await current.rest(step);
      current.learn({ kind: 'rested' });
    }
  }
}

/**
 * Lets those who wait for the end know of it, unless the Workflow was reset and has something left
 * to do.
 */
async function isOver(current: Current, messages: Messages): Promise<boolean> {
  // Nothing may lie between the end and the answers to it: a reset to there could not be replayed.
  await condition(() => messages.keysBeingRead === 0);
  await current.noticeReset();
  messages.finished = current.step.kind === 'end';
  if (messages.finished) await condition(allHandlersFinished);
  return messages.finished;
}

/** Hands the life over; callers that still wait are told, and ask the next run. */
async function beginNewRun(current: Current, messages: Messages): Promise<void> {
  messages.cutsShort = true;
  await condition(allHandlersFinished);
  await current.noticeReset();
  const { life } = current;
  await continueAsNew<typeof serviceLicense>({ service: life.wish.service, carried: life });
}

/** A short history keeps replay cheap, new code soon in force, and messages from piling up. */
const LONG_HISTORY = 60;

function wantsNewRun(): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= LONG_HISTORY;
}
