import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';

import { LicenseState } from '../contract/search-attributes.js';
import type { PoolBooks } from '../domain/pool/pool-books.js';
import { drawPool } from '../domain/pool/pool-report.js';

/** Shows operators the pool; one with parked licenses is found among all that needs a human. */
export function showPool(books: PoolBooks): void {
  setCurrentDetails(drawPool(books.excerpt(ROWS_SHOWN), Date.now(), ROWS_SHOWN));
  const isWaiting = [...books.parked.values()].some(({ forfeitedAtMs }) => forfeitedAtMs === undefined);
  const wasWaiting = workflowInfo().typedSearchAttributes.get(LicenseState) !== undefined;
  if (isWaiting !== wasWaiting)
    upsertSearchAttributes([{ key: LicenseState, value: isWaiting ? 'needs-human' : null }]);
}

/** Drawn at every change, so that it must stay short. */
const ROWS_SHOWN = 20;
