import { looksBack } from './looks-back.js';
import { waitsOnly, type Policy } from './policy.js';

/**
 * A closed service ends once nothing of it is left; one that was reset looks first for what it may
 * have forgotten.
 */
export const closedEnds: Policy = (life, now) => {
  const { wish, outgoing, acquiring } = life;
  if (wish.status !== 'closed') return null;
  if (outgoing.length > 0 || acquiring.kind !== 'none')
    return waitsOnly(Infinity, 'closes when what it had is back');
  const looks = looksBack(life, now);
  if (!looks) return { kind: 'end', why: 'ends: the service is closed' };
  return looks.kind === 'wait' ? { ...looks, final: true } : looks;
};
