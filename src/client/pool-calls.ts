import { WorkflowNotFoundError, type Client } from '@temporalio/client';

import { licensePoolId } from '../contract/ids.js';
import { forfeitUpdate, poolQuery, type PoolState } from '../contract/license-pool.js';
import { unpackPool } from '../contract/packed-pool.js';
import type { LicenseId } from '../domain/base/license.js';

/** Makes the calls that read and settle license servers' pools. */
export function poolCalls(temporal: Client) {
  /**
   * Reads a license server's pool: the free licenses, and the claims that are not confirmed yet.
   */
  async function getPool(licenseServer: string): Promise<PoolState> {
    const handle = temporal.workflow.getHandle(licensePoolId(licenseServer));
    try {
      return unpackPool(await handle.query(poolQuery));
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      // The first message to a pool starts it, so one that is not there is empty.
      return {
        version: 1,
        licenseServer,
        free: [],
        claims: {},
        vacating: {},
        parked: [],
        prices: {},
        lapsed: 0,
      };
    }
  }

  /**
   * Gives up a license that its server did not take back; says whether there is such a one in the
   * pool.
   */
  async function forfeitParked(licenseServer: string, licenseId: string): Promise<boolean> {
    const handle = temporal.workflow.getHandle(licensePoolId(licenseServer));
    const args: [LicenseId] = [licenseId as LicenseId];
    return await handle.executeUpdate(forfeitUpdate, { args }).catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    });
  }

  return { getPool, forfeitParked };
}
