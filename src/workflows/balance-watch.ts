import {
  allHandlersFinished,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';

import { awaitFundsUpdate, waitersQuery, type BalanceWatchInput } from '../contract/balance-watch.js';
import { wakeSignal } from '../contract/service-license.js';
import { affordable, type FundsWaiter } from '../domain/base/funds.js';
import { licenseServer as callsTo } from './activities.js';

/**
 * One question for all that wait: soon enough after a top-up, and no burden for the license server.
 */
const LOOK_EVERY_MS = 2 * 60_000;
const LOOKS_A_RUN = 200;

/**
 * Watches the balance of a license server while services wait for it, and wakes them by urgency;
 * then ends.
 */
export async function balanceWatch({ licenseServer, carried = [] }: BalanceWatchInput): Promise<void> {
  const waiters = new Map(carried.map((waiter) => [waiter.workflowId, waiter]));
  setHandler(waitersQuery, () => [...waiters.values()], {
    description: 'The services that wait for the balance',
  });
  setHandler(awaitFundsUpdate, (waiter) => void waiters.set(waiter.workflowId, waiter), {
    description: 'Wake a service when the balance reaches for it',
  });

  for (let looks = 0; looks < LOOKS_A_RUN; looks += 1) {
    await condition(allHandlersFinished);
    if (waiters.size === 0 && looks > 0) return;
    setCurrentDetails(`${waiters.size} services wait for the balance of ${licenseServer}`);
    await condition(() => false, LOOK_EVERY_MS, { summary: 'until the next look at the balance' });
    const balance = await callsTo(licenseServer)
      .readBalance()
      // Whatever keeps the balance from being read is met and shown by the services as well.
      .catch(() => undefined);
    if (balance) await wake(affordable([...waiters.values()], balance.amountMinor), waiters);
  }
  await continueAsNew<typeof balanceWatch>({ licenseServer, carried: [...waiters.values()] });
}

async function wake(chosen: readonly FundsWaiter[], waiters: Map<string, FundsWaiter>): Promise<void> {
  for (const { workflowId } of chosen) {
    waiters.delete(workflowId);
    // A service that has ended meanwhile waits for nothing.
    await getExternalWorkflowHandle(workflowId)
      .signal(wakeSignal)
      .catch(() => undefined);
  }
}
