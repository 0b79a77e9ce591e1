import { inFlightUntil } from '../holding.js';
import { calls, waits, type Policy } from './policy.js';

/**
 * A license that was found to differ is read again, once nothing that may change it is on its way.
 */
export const heldIsReadAgain: Policy = (life, now) => {
  const { rereads, held } = life;
  if (!rereads || !held) return null;
  const untilMs = inFlightUntil(held);
  if (now < untilMs) return waits(untilMs, 'reads the license again when nothing to it is on its way');
  const call = { kind: 'reread', license: held.license } as const;
  return calls(life, now, call, 'reads the license again at its server: it was asked for');
};
