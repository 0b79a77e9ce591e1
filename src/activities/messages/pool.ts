import {
  WithStartWorkflowOperation,
  WorkflowNotFoundError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';

import { licensePoolId, MAIN_TASK_QUEUE, serviceLicenseId } from '../../contract/ids.js';
import {
  addUpdate,
  claimUpdate,
  confirmUpdate,
  dropUpdate,
  parkUpdate,
  rejectUpdate,
  releaseUpdate,
  vacatedUpdate,
} from '../../contract/license-pool.js';
import type { LicenseId } from '../../domain/base/license.js';
import { serviceIdOf } from '../../domain/base/marker.js';
import { siblingsOf } from '../../domain/catalogue/siblings.js';
import type { FreeLicense, Need, PoolChoice } from '../../domain/pool/pool.js';
import type { ListPrice, ParkedLicense } from '../../domain/pool/pool-state.js';
import type { Catalogue } from '../../domain/terms/terms.js';
import { ConcurrencyLimit } from './concurrency-limit.js';

/**
 * A license that was given back, and the name of that return among all that the license has seen.
 */
export interface Returned {
  readonly licenseServer: string;
  readonly key: string;
  readonly license: FreeLicense;
  readonly price: ListPrice | null;
}

/**
 * A Workflow takes ten Updates in flight and refuses the next; two places are left for whoever else
 * writes.
 */
const IN_FLIGHT = 8;

/** Speaks with a license server's pool Workflow, which is started by the first message it gets. */
export function poolActivities(client: Client, catalogue: () => Catalogue) {
  const limits = new Map<string, ConcurrencyLimit>();

  async function send<Ret, Args extends unknown[]>(
    licenseServer: string,
    update: UpdateDefinition<Ret, Args>,
    args: NoInfer<Args>,
    updateId?: string,
  ): Promise<Ret> {
    const limit = limits.get(licenseServer) ?? new ConcurrencyLimit(IN_FLIGHT);
    limits.set(licenseServer, limit);
    return await limit.run(() => {
      const startWorkflowOperation = new WithStartWorkflowOperation('licensePool', {
        workflowId: licensePoolId(licenseServer),
        taskQueue: MAIN_TASK_QUEUE,
        args: [{ licenseServer }],
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: `pool of paid, unused licenses of ${licenseServer}`,
      });
      // Without its end the place of a call that nobody answers would be taken for ever.
      return client
        .withDeadline(Date.now() + ANSWER_MS, () =>
          client.workflow.executeUpdateWithStart(update, { args, startWorkflowOperation, updateId }),
        )
        .catch((error: unknown) => {
          if (!(error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) throw error;
          throw ApplicationFailure.retryable('the pool has not answered yet', 'PoolBusy');
        });
    });
  }

  return {
    /** Claims a free license for a business key; the same key gets the same license again. */
    claimLicense: (licenseServer: string, key: string, need: Need): Promise<PoolChoice> =>
      send(licenseServer, claimUpdate, [key, { siblings: siblingsOf(catalogue(), need.priceList), ...need }]),
    /** Tells the pool that a claimed license is bound to its new holder. */
    confirmClaim: (licenseServer: string, key: string): Promise<void> =>
      send(licenseServer, confirmUpdate, [key]),
    /**
     * Tells the pool that a claimed license cannot be used: what it is now, or `null` when it is
     * gone.
     */
    rejectClaim: (licenseServer: string, key: string, license: FreeLicense | null): Promise<void> =>
      send(licenseServer, rejectUpdate, [key, license]),
    /** Takes back a claim whose answer never came: what it may have promised is free as it was. */
    releaseClaim: (licenseServer: string, key: string): Promise<void> =>
      send(licenseServer, releaseUpdate, [key]),
    /**
     * Tells the pool that a license has left the address which the key's holder wants, or is gone.
     */
    tellVacated: (licenseServer: string, key: string, license: FreeLicense | null): Promise<void> =>
      send(licenseServer, vacatedUpdate, [key, license]),
    /**
     * Hands a license that was returned at the license server to the pool: the same return once.
     */
    addToPool: ({ licenseServer, key, license, price }: Returned): Promise<void> =>
      send(licenseServer, addUpdate, [license, price ?? undefined], key),
    /** Hands the pool a license that its server did not take back. */
    parkLicense: (licenseServer: string, parked: ParkedLicense): Promise<void> =>
      send(licenseServer, parkUpdate, [parked]),
    /** Makes the pool forget a license. */
    dropFromPool: (licenseServer: string, licenseId: LicenseId): Promise<void> =>
      send(licenseServer, dropUpdate, [licenseId]),
    /** Says whether the Workflow of a claim's holder still runs: it alone may confirm the claim. */
    isClaimHeld: (key: string): Promise<boolean> => isClaimHeld(client, key),
  };
}

/** Shorter than an Activity of the pool may take. */
const ANSWER_MS = 25_000;

async function isClaimHeld(client: Client, key: string): Promise<boolean> {
  const serviceId = serviceIdOf(key);
  if (serviceId === undefined) return false;
  try {
    const { status, raw } = await client.workflow.getHandle(serviceLicenseId(serviceId)).describe();
    const firstRunId = raw.workflowExecutionInfo?.firstRunId;
    // Another life of the service has claims of its own; a server that does not tell lives apart
    // gets the benefit of the doubt.
    const isThisLife = !firstRunId || key.includes(`/${firstRunId.slice(-12)}.`);
    return status.name === 'RUNNING' && isThisLife;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
