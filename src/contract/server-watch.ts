import { defineQuery, defineUpdate } from '@temporalio/workflow';

import type { Waiter } from '../domain/base/waiters.js';

/** The state of one license server's watch: who waits for it. */
export interface ServerWatchInput {
  readonly licenseServer: string;
  readonly carried?: readonly Waiter[];
}

/**
 * Puts a service among those that are woken when the license server answers and its balance reaches
 * for them; again changes nothing.
 */
export const joinWatchUpdate = defineUpdate<void, [Waiter]>('joinWatch');
export const waitersQuery = defineQuery<readonly Waiter[]>('waiters');
