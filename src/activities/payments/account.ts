import { WithStartWorkflowOperation, type Client } from '@temporalio/client';

import { joinWatchUpdate } from '../../contract/server-watch.js';
import { serverWatchId, MAIN_TASK_QUEUE } from '../../contract/ids.js';
import type { Waiter } from '../../domain/base/waiters.js';
import type { Money } from '../../domain/base/money.js';
import type { Offer } from '../../domain/base/period.js';
import type { Addons } from '../../domain/base/price.js';
import type { LicenseServerAccess } from '../license/license-server-access.js';

/** Asks for a service to be woken when a license server answers and its balance reaches for it. */
export function joinWatch(client: Client) {
  return async (licenseServer: string, waiter: Waiter): Promise<void> => {
    const startWorkflowOperation = new WithStartWorkflowOperation('serverWatch', {
      workflowId: serverWatchId(licenseServer),
      taskQueue: MAIN_TASK_QUEUE,
      args: [{ licenseServer }],
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `watches ${licenseServer} while services wait for it`,
    });
    await client.workflow.executeUpdateWithStart(joinWatchUpdate, {
      args: [waiter],
      startWorkflowOperation,
    });
  };
}

/**
 * Says whether the balance of a license server reaches for what an offer costs, in minor units of
 * its currency.
 */
export function readFunds({ server, priceOf }: LicenseServerAccess) {
  return async (
    { priceList, periodMonths }: Offer,
    addons?: Addons,
  ): Promise<{ reaches: boolean; amountMinor: number }> => {
    const { amountMinor } = await priceOf(priceList, periodMonths, addons);
    const { balance } = await server.readAccount();
    return { reaches: balance.amountMinor >= amountMinor, amountMinor };
  };
}

/** Reads the balance of a license server's account, where payments to it could be made now. */
export function readBalance({ server }: LicenseServerAccess) {
  return async (): Promise<Money> => {
    const { balance } = await server.readAccount();
    await server.requireClock();
    return balance;
  };
}
