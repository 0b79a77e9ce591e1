import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';

import { licensePoolId, MAIN_TASK_QUEUE } from '../contract/ids.js';
import { addUpdate, claimUpdate, confirmUpdate, rejectUpdate } from '../contract/license-pool.js';
import type { FreeLicense, Need, PoolChoice } from '../domain/pool.js';

/** Speaks with a license server's pool Workflow, which is started by the first message it gets. */
export function poolActivities(client: Client) {
  async function send<Ret, Args extends unknown[]>(
    licenseServer: string,
    update: UpdateDefinition<Ret, Args>,
    args: NoInfer<Args>,
  ): Promise<Ret> {
    const startWorkflowOperation = new WithStartWorkflowOperation('licensePool', {
      workflowId: licensePoolId(licenseServer),
      taskQueue: MAIN_TASK_QUEUE,
      args: [{ licenseServer }],
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `pool of paid, unused licenses of ${licenseServer}`,
    });
    return await client.workflow.executeUpdateWithStart(update, { args, startWorkflowOperation });
  }

  return {
    /** Claims a free license for a business key; the same key gets the same license again. */
    claimLicense: (licenseServer: string, key: string, need: Need): Promise<PoolChoice> =>
      send(licenseServer, claimUpdate, [key, need]),
    /** Tells the pool that a claimed license is bound to its new holder. */
    confirmClaim: (licenseServer: string, key: string): Promise<void> =>
      send(licenseServer, confirmUpdate, [key]),
    /** Tells the pool that a claimed license cannot be used: what it is now, or `null` when it is gone. */
    rejectClaim: (licenseServer: string, key: string, license: FreeLicense | null): Promise<void> =>
      send(licenseServer, rejectUpdate, [key, license]),
    /** Hands a license that was returned at the license server to the pool. */
    addToPool: (licenseServer: string, license: FreeLicense): Promise<void> =>
      send(licenseServer, addUpdate, [license]),
  };
}
