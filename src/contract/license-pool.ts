import { defineQuery, defineUpdate } from '@temporalio/workflow';

import type { FreeLicense, Need, PoolChoice } from '../domain/pool.js';

/** A license that was promised and whose new holder has not confirmed yet. */
export interface Claim {
  readonly license: FreeLicense;
  readonly atMs: number;
}

/** The state of one license server's pool: plain JSON, carried over Continue-As-New. */
export interface PoolState {
  readonly version: 1;
  readonly licenseServer: string;
  free: FreeLicense[];
  claims: Record<string, Claim>;
}

/** Claims a license for a business key: the same key gets the same license until it is confirmed or rejected. */
export const claimUpdate = defineUpdate<PoolChoice, [key: string, need: Need]>('claim');
/** Ends a claim: the license is bound to its new holder. */
export const confirmUpdate = defineUpdate<void, [key: string]>('confirm');
/** Ends a claim that came to nothing: the license is free again as described, or gone when it is `null`. */
export const rejectUpdate = defineUpdate<void, [key: string, license: FreeLicense | null]>('reject');
/** Adds a license that was returned at the license server. */
export const addUpdate = defineUpdate<void, [license: FreeLicense]>('add');
export const poolQuery = defineQuery<PoolState>('pool');
