import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';

import type { LicensePoolInput } from '../contract/license-pool.js';
import { packPool, unpackPool } from '../contract/packed-pool.js';
import { PoolBooks } from '../domain/pool/pool-books.js';
import { emptyPool } from '../domain/pool/pool-state.js';
import { lookIntoClaim } from './look-into-claim.js';
import { receivePoolMessages } from './pool-messages.js';
import { showPool } from './show-pool.js';

/** Serialises who gets which free license of one license server. */
export async function licensePool({ licenseServer, carried }: LicensePoolInput): Promise<void> {
  const books = new PoolBooks(carried ? unpackPool(carried) : emptyPool(licenseServer));
  const messages = receivePoolMessages(books);
  const isLong = () => workflowInfo().continueAsNewSuggested || messages.received >= UPDATES_A_RUN;
  showPool(books);

  while (!isLong()) {
    await condition(() => isLong() || books.hasClaims);
    // A burst of claims starts one Timer, not one for each.
    if (isLong() || (await condition(isLong, CLAIM_IS_OLD_MS, { summary: 'until claims are looked into' })))
      break;
    for (const key of books.keysSince(Date.now() - CLAIM_IS_OLD_MS))
      await lookIntoClaim(licenseServer, books, key);
    showPool(books);
  }
  await condition(allHandlersFinished);
  await continueAsNew<typeof licensePool>({ licenseServer, carried: packPool(books.state()) });
}

/**
 * A run takes 2,000 Updates at most; it ends well before, and while replaying it is still cheap.
 */
const UPDATES_A_RUN = 500;

/**
 * A holder confirms within minutes of a license server that works; an old claim is a question,
 * never an answer.
 */
const CLAIM_IS_OLD_MS = 3_600_000;
