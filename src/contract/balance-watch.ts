import { defineQuery, defineUpdate } from '@temporalio/workflow';

import type { FundsWaiter } from '../domain/base/funds.js';

/** The state of one license server's watch: who waits for its balance. */
export interface BalanceWatchInput {
  readonly licenseServer: string;
  readonly carried?: readonly FundsWaiter[];
}

/**
 * Puts a service among those that are woken when the balance reaches for them; again changes
 * nothing.
 */
export const awaitFundsUpdate = defineUpdate<void, [FundsWaiter]>('awaitFunds');
export const waitersQuery = defineQuery<readonly FundsWaiter[]>('waiters');
