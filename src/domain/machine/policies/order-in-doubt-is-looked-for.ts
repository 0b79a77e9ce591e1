import { calls, waits, type Policy } from './policy.js';

/** An order that may have been executed is looked for before anything else is bought. */
export const orderInDoubtIsLookedFor: Policy = (life, now) => {
  const { acquiring } = life;
  if (acquiring.kind !== 'inDoubt') return null;
  const { marker, licenseServer, made, untilMs } = acquiring;
  if (now < untilMs) return waits(untilMs, 'waits until an order that was lost cannot arrive any more');
  return calls(
    life,
    now,
    { kind: 'find', marker, licenseServer, made },
    'looks for an order whose answer was lost',
  );
};
