import { WithStartWorkflowOperation, type Client } from '@temporalio/client';

import { awaitFundsUpdate } from '../../contract/balance-watch.js';
import { balanceWatchId, MAIN_TASK_QUEUE } from '../../contract/ids.js';
import type { FundsWaiter } from '../../domain/base/funds.js';
import type { Money } from '../../domain/base/money.js';
import type { Offer } from '../../domain/base/period.js';
import type { Addons } from '../../domain/base/price.js';
import type { LicenseServerAccess } from '../license/license-server-access.js';

/** Asks for a service to be woken when the balance of a license server reaches for it. */
export function awaitFunds(client: Client) {
  return async (licenseServer: string, waiter: FundsWaiter): Promise<void> => {
    const startWorkflowOperation = new WithStartWorkflowOperation('balanceWatch', {
      workflowId: balanceWatchId(licenseServer),
      taskQueue: MAIN_TASK_QUEUE,
      args: [{ licenseServer }],
      workflowIdConflictPolicy: 'USE_EXISTING',
      staticSummary: `watches the balance of ${licenseServer} while services wait for it`,
    });
    await client.workflow.executeUpdateWithStart(awaitFundsUpdate, {
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

/** Reads the balance of a license server's account. */
export function readBalance({ server }: LicenseServerAccess) {
  return async (): Promise<Money> => (await server.readAccount()).balance;
}
