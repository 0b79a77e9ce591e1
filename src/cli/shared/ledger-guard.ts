import { hostname } from 'node:os';

import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

import { RUNNING_SERVICES } from '../../client/list-licenses.js';
import { MAIN_TASK_QUEUE } from '../../contract/ids.js';
import type { Ledger } from '../../ledger/ledger.js';
import { ConnectionError } from './connection.js';

const { TaskQueueType } = proto.temporal.api.enums.v1;

/** A worker that lives asks its queue anew within a minute. */
const LIVES_MS = 90_000;

/**
 * Refuses to start beside a worker of another machine while the ledger is a file: each would pay by
 * a ledger of its own. Throws a ConnectionError that says what helps.
 */
export async function refuseOtherMachine(
  { workflowService }: Pick<Client, 'workflowService'>,
  namespace: string,
): Promise<void> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace,
    taskQueue: { name: MAIN_TASK_QUEUE },
    taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
  });
  const others = pollers.flatMap(({ identity, lastAccessTime }) => {
    const host = identity?.split('@').at(-1) ?? '';
    const isAlive = Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1000 < LIVES_MS;
    return isAlive && host !== '' && host !== hostname() ? [identity] : [];
  });
  if (others.length === 0) return;
  throw new ConnectionError(
    `another machine has a worker for this namespace (${others.join(', ')}), and the ledger is a file of this one: ` +
      'give both the same database by `ledger: { url: … }` in the configuration, or stop the other and start again after two minutes',
  );
}

/** Warns where services run and the ledger knows of no payment: it may be another than before. */
export async function warnOfNewLedger(
  { workflow }: Pick<Client, 'workflow'>,
  ledger: Ledger,
  warn: (message: string) => void,
): Promise<void> {
  const { count } = await workflow.count(RUNNING_SERVICES);
  if (count === 0) return;
  for await (const _ of ledger.entries()) return;
  warn(
    `THE LEDGER IS EMPTY although ${count} services run: if it is not the one they paid by before, stop now and bring that one back; ` +
      'what it knew of payments in doubt is not known here',
  );
}
