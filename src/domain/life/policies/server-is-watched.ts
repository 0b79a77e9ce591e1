import type { Subject } from '../call.js';
import { calls, type Policy } from './policy.js';

/**
 * What keeps a whole license server from working is watched once for all its services, and they go
 * on in the order of their urgency.
 */
export const serverIsWatched: Policy = (life, now) => {
  const { trouble, held, terms } = life;
  const untold = Object.entries(trouble).find(([, each]) => each.amountMinor !== null);
  const licenseServer = held?.license.licenseServer ?? terms?.licenseServer;
  if (!untold || licenseServer === undefined) return null;
  const [subject, met] = untold;
  // Without a license a customer waits already: nothing is more urgent.
  const waiter = { amountMinor: met.amountMinor ?? 0, neededAtMs: held?.license.expiresAtMs ?? 0 };
  const call = { kind: 'joinWatch', licenseServer, waiter } as const;
  const asks = calls(
    life,
    now,
    call,
    `asks to be woken when the license server lets it go on: ${met.failure}`,
  );
  return asks && { ...asks, trouble: { subject: subject as Subject, ...met } };
};
