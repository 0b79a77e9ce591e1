import { setHandler } from '@temporalio/workflow';

import {
  addUpdate,
  claimUpdate,
  confirmUpdate,
  dropUpdate,
  forfeitUpdate,
  parkUpdate,
  poolQuery,
  rejectUpdate,
  releaseUpdate,
  reportQuery,
  vacatedUpdate,
} from '../contract/license-pool.js';
import { packPool } from '../contract/packed-pool.js';
import type { PoolBooks } from '../domain/pool/pool-books.js';
import { drawPool } from '../domain/pool/pool-report.js';
import { showPool } from './show-pool.js';

/**
 * Registers the handlers of a pool. None of them waits, so that a burst of Updates is answered in
 * one Workflow Task, and each may be repeated.
 */
export function receivePoolMessages(books: PoolBooks): { received: number } {
  const messages = { received: 0 };
  function changed<T>(answer: T): T {
    messages.received += 1;
    showPool(books);
    return answer;
  }

  setHandler(poolQuery, () => packPool(books.state()), { description: 'The whole pool, packed' });
  setHandler(reportQuery, () => drawPool(books.state(), Date.now(), ROWS_REPORTED), {
    description: 'Each free license with its days, its value, and from when it can be used',
  });
  setHandler(claimUpdate, (key, need) => changed(books.claim(key, need, Date.now())), {
    description: 'Claim a free license for a service',
  });
  setHandler(confirmUpdate, (key) => changed(books.confirm(key)), {
    description: 'End a claim: the license is bound to its new holder',
  });
  setHandler(rejectUpdate, (key, license) => changed(books.reject(key, license)), {
    description: 'End a claim that came to nothing',
  });
  setHandler(releaseUpdate, (key) => changed(books.release(key)), {
    description: 'Take back a claim whose answer never came',
  });
  setHandler(vacatedUpdate, (key, license) => changed(books.vacated(key, license)), {
    description: 'Take back a license that has left an address',
  });
  setHandler(addUpdate, (license, price) => changed(books.add(license, price)), {
    description: 'Add a license that was returned at the license server',
  });
  setHandler(parkUpdate, (parked) => changed(books.park(parked)), {
    description: 'Set a license aside that its server did not take back',
  });
  setHandler(forfeitUpdate, (licenseId) => changed(books.forfeit(licenseId, Date.now())), {
    description: 'Give a parked license up',
  });
  setHandler(dropUpdate, (licenseId) => changed(books.drop(licenseId)), {
    description: 'Forget a license that is gone at the license server',
  });
  return messages;
}

const ROWS_REPORTED = 1_000;
