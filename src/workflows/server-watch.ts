import {
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

import { joinWatchUpdate, waitersQuery, type ServerWatchInput } from '../contract/server-watch.js';
import { wakeSignal } from '../contract/service-license.js';
import { released, type Waiter } from '../domain/base/waiters.js';
import { licenseServer as callsTo } from './activities.js';
import { metOf } from './failures.js';

/**
 * One question for all that wait: soon enough after a top-up or a repair, and no burden for the
 * license server.
 */
const LOOK_EVERY_MS = 2 * 60_000;
/** What is not over after so many looks takes longer, and is looked at less often. */
const LASTS = { fromLook: 15, lookEveryMs: 10 * 60_000 };
const LOOKS_A_RUN = 200;
/** So many are woken after one look; the history of a run holds no more than a few thousand. */
const WOKEN_AT_ONCE = 500;

/**
 * Watches a license server while services wait for it or for its balance, and wakes them by
 * urgency; then ends.
 */
export async function serverWatch({ licenseServer, carried = [] }: ServerWatchInput): Promise<void> {
  const waiters = new Map(carried.map((waiter) => [waiter.workflowId, waiter]));
  setHandler(waitersQuery, () => [...waiters.values()], {
    description: 'The services that wait for the license server',
  });
  setHandler(joinWatchUpdate, (waiter) => void waiters.set(waiter.workflowId, waiter), {
    description: 'Wake a service when the license server and its balance let it go on',
  });

  let inVain = 0;
  for (let looks = 0; looks < LOOKS_A_RUN; looks += 1) {
    await condition(allHandlersFinished);
    if (waiters.size === 0 && looks > 0) return;
    if (workflowInfo().continueAsNewSuggested) break;
    const pauseMs = inVain < LASTS.fromLook ? LOOK_EVERY_MS : LASTS.lookEveryMs;
    await condition(() => false, pauseMs, { summary: 'until the next look at the license server' });
    const seen = await look(licenseServer);
    setCurrentDetails(`${waiters.size} services wait for ${licenseServer}: ${seen.words}`);
    inVain = seen.balanceMinor === null ? inVain + 1 : 0;
    if (seen.balanceMinor === null) continue;
    await wake(released([...waiters.values()], seen.balanceMinor).slice(0, WOKEN_AT_ONCE), waiters);
  }
  await continueAsNew<typeof serverWatch>({ licenseServer, carried: [...waiters.values()] });
}

async function look(licenseServer: string): Promise<{ balanceMinor: number | null; words: string }> {
  try {
    const { amountMinor } = await callsTo(licenseServer).readBalance();
    return { balanceMinor: amountMinor, words: 'it answers, and wakes whom its balance reaches for' };
  } catch (error) {
    const { failure, message } = metOf(error);
    return { balanceMinor: null, words: `${failure}: ${message}` };
  }
}

async function wake(chosen: readonly Waiter[], waiters: Map<string, Waiter>): Promise<void> {
  for (const { workflowId } of chosen) {
    waiters.delete(workflowId);
    // A service that has ended meanwhile waits for nothing.
    await getExternalWorkflowHandle(workflowId)
      .signal(wakeSignal)
      .catch(() => undefined);
  }
}
