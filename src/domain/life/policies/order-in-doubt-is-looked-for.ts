import { calls, waitsForLost, type Policy } from './policy.js';

/** An order that may have been executed is looked for before anything else is bought. */
export const orderInDoubtIsLookedFor: Policy = (life, now) => {
  const { acquiring, trouble } = life;
  if (acquiring.kind !== 'inDoubt') return null;
  const { marker, licenseServer, made } = acquiring;
  // Whoever looks asks the ledger too, so that a look before it can arrive rules nothing out.
  const looksAtMs = trouble.acquire?.by === 'order' ? trouble.acquire.untilMs : 0;
  const why = 'looks for an order whose answer was lost';
  if (now < looksAtMs) return waitsForLost(life, 'acquire', looksAtMs, why);
  return calls(life, now, { kind: 'find', marker, licenseServer, made }, why);
};
