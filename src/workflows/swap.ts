import { beginObtaining, type Life } from '../domain/life/life.js';
import type { ReplacementStep } from '../domain/life/replacement.js';
import { worthSwapping } from '../domain/life/replacement.js';
import type { Terms } from '../domain/terms/terms.js';
import { claim, leaveAtItsAddress } from './acquire.js';

/**
 * Gives a license up for one from the pool, when the pool has one that is worth it; a leftover at its end is given up in
 * any case. It is returned next, as it holds the address, and then another one is obtained.
 */
export async function swap(
  { reason }: Extract<ReplacementStep, { kind: 'swap' }>,
  life: Life,
  terms: Terms,
): Promise<void> {
  const { license } = life;
  if (!license) return;
  const obtaining = beginObtaining(life, terms);
  obtaining.paidUntilMs = worthSwapping(terms, license, Date.now());
  if (reason === 'RenewalDue') {
    life.poolAskedFor = license.expiresOn;
    await claim(life, terms);
    if (!obtaining.claimed) {
      await leaveAtItsAddress(obtaining);
      delete life.obtaining;
      return;
    }
  }
  life.outgoing = license;
  delete life.license;
}
