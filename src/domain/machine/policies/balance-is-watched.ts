import { calls, type Policy } from './policy.js';

/** The balance is watched once for all services, and they go on in the order of their urgency. */
export const balanceIsWatched: Policy = (life, now) => {
  const { trouble, held, terms } = life;
  const amountMinor = Object.values(trouble).find((each) => each.amountMinor !== null)?.amountMinor ?? null;
  const licenseServer = held?.license.licenseServer ?? terms?.licenseServer;
  if (amountMinor === null || licenseServer === undefined) return null;
  // Without a license a customer waits already: nothing is more urgent.
  const waiter = { amountMinor, neededAtMs: held?.license.expiresAtMs ?? 0 };
  return calls(
    life,
    now,
    { kind: 'awaitFunds', licenseServer, waiter },
    'asks to be woken when the balance reaches',
  );
};
