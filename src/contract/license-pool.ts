import { defineQuery, defineUpdate } from '@temporalio/workflow';

import type { LicenseId } from '../domain/base/license.js';
import type { FreeLicense, Need, PoolChoice } from '../domain/pool/pool.js';
import type { ListPrice, ParkedLicense } from '../domain/pool/pool-state.js';
import type { PackedPool } from './packed-pool.js';

export type { Claim, ParkedLicense, PoolState } from '../domain/pool/pool-state.js';

/** Starts a license server's pool; `carried` is what Continue-As-New hands to the next run. */
export interface LicensePoolInput {
  readonly licenseServer: string;
  readonly carried?: PackedPool;
}

/**
 * Claims a license for a business key: the same key gets the same license until it is confirmed or
 * rejected.
 */
export const claimUpdate = defineUpdate<PoolChoice, [key: string, need: Need]>('claim');
/** Ends a claim: the license is bound to its new holder. */
export const confirmUpdate = defineUpdate<void, [key: string]>('confirm');
/**
 * Ends a claim that came to nothing: the license is free again as described, or gone when it is
 * `null`.
 */
export const rejectUpdate = defineUpdate<void, [key: string, license: FreeLicense | null]>('reject');
/** Takes back a claim whose answer never came: what it promised is free as it was. */
export const releaseUpdate = defineUpdate<void, [key: string]>('release');
/**
 * Tells that a license has left the address that the holder of a claim wanted, or is gone when it
 * is `null`.
 */
export const vacatedUpdate = defineUpdate<void, [key: string, license: FreeLicense | null]>('vacated');
/**
 * Adds a license that was returned at the license server, with what its price list costs where that
 * is known.
 */
export const addUpdate = defineUpdate<void, [license: FreeLicense, price?: ListPrice]>('add');
/** Sets a license aside that its server did not take back. */
export const parkUpdate = defineUpdate<void, [parked: ParkedLicense]>('park');
/** Gives a parked license up; answers whether there was one. */
export const forfeitUpdate = defineUpdate<boolean, [licenseId: LicenseId]>('forfeit');
/** Forgets a license that is gone at the license server, or serves somebody else. */
export const dropUpdate = defineUpdate<void, [licenseId: LicenseId]>('drop');

/** The whole pool, packed; `unpackPool` reads it. */
export const poolQuery = defineQuery<PackedPool>('pool');
/** The pool as people read it: each license with its days, its value and when it can be used. */
export const reportQuery = defineQuery<string>('report');
