import type { Subject } from '../call.js';
import { calls, type Policy } from './policy.js';

/** The balance is watched once for all services, and they go on in the order of their urgency. */
export const balanceIsWatched: Policy = (life, now) => {
  const { trouble, held, terms } = life;
  const poor = Object.entries(trouble).find(([, each]) => each.amountMinor !== null);
  const licenseServer = held?.license.licenseServer ?? terms?.licenseServer;
  if (!poor || licenseServer === undefined) return null;
  const [subject, met] = poor;
  // Without a license a customer waits already: nothing is more urgent.
  const waiter = { amountMinor: met.amountMinor ?? 0, neededAtMs: held?.license.expiresAtMs ?? 0 };
  const call = { kind: 'awaitFunds', licenseServer, waiter } as const;
  const asks = calls(life, now, call, `asks to be woken when the balance reaches: ${met.failure}`);
  return asks && { ...asks, trouble: { subject: subject as Subject, ...met } };
};
