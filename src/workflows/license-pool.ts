import {
  allHandlersFinished,
  condition,
  continueAsNew,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

import {
  addUpdate,
  claimUpdate,
  confirmUpdate,
  poolQuery,
  rejectUpdate,
  type PoolState,
} from '../contract/license-pool.js';
import { chooseFreeLicense, drawPool } from '../domain/pool.js';

/** Serialises who gets which free license of one license server. */
export async function licensePool({
  licenseServer,
  carried,
}: {
  licenseServer: string;
  carried?: PoolState;
}): Promise<void> {
  const pool: PoolState = carried ?? { version: 1, licenseServer, free: [], claims: {} };
  let updates = 0;
  const changed = () => {
    updates += 1;
    setCurrentDetails(drawPool(pool.free, Object.keys(pool.claims).length));
  };

  setHandler(poolQuery, () => pool, {
    description: 'The free licenses, and the claims that are not confirmed yet',
  });
  setHandler(
    claimUpdate,
    (key, need) => {
      const claim = pool.claims[key];
      if (claim) return { kind: 'granted', license: claim.license, reason: 'ClaimedBefore' };
      const now = Date.now();
      const choice = chooseFreeLicense(pool.free, need, now);
      if (choice.kind === 'granted') {
        pool.free = pool.free.filter(({ licenseId }) => licenseId !== choice.license.licenseId);
        pool.claims[key] = { license: choice.license, atMs: now };
      }
      changed();
      return choice;
    },
    { description: 'Claim a free license for a service' },
  );
  setHandler(
    confirmUpdate,
    (key) => {
      Reflect.deleteProperty(pool.claims, key);
      changed();
    },
    { description: 'End a claim: the license is bound to its new holder' },
  );
  setHandler(
    rejectUpdate,
    (key, license) => {
      if (pool.claims[key] && license) pool.free.push(license);
      Reflect.deleteProperty(pool.claims, key);
      changed();
    },
    { description: 'End a claim: the license server refused the new holder' },
  );
  setHandler(
    addUpdate,
    (license) => {
      const isThis = (other: { licenseId: string }) => other.licenseId === license.licenseId;
      pool.claims = Object.fromEntries(
        Object.entries(pool.claims).filter(([, claim]) => !isThis(claim.license)),
      );
      pool.free = [...pool.free.filter((other) => !isThis(other)), license];
      changed();
    },
    { description: 'Add a license that was returned at the license server' },
  );

  changed();
  await condition(() => workflowInfo().continueAsNewSuggested || updates >= UPDATES_A_RUN);
  await condition(allHandlersFinished);
  await continueAsNew<typeof licensePool>({ licenseServer, carried: pool });
}

/** A run takes 2,000 Updates at most; it ends well before, and while replaying it is still cheap. */
const UPDATES_A_RUN = 500;
