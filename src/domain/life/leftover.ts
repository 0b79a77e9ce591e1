import type { Terms } from '../terms/terms.js';
import { isTrial, type Holding } from './holding.js';

/** Says whether a license may not leave its address now, so that nothing else could serve there. */
export function staysAtItsAddress(held: Holding | null, now: number): boolean {
  return held !== null && now < held.movesFromMs && !isTrial(held.license);
}

/**
 * Says whether a license serves until its end and is not prolonged: it is a trial, is left over
 * from another price list, or another one is to follow it. One that may not leave its address is
 * prolonged all the same.
 */
export function isLeftover(held: Holding, terms: Terms, now: number): boolean {
  if (isTrial(held.license)) return true;
  if (staysAtItsAddress(held, now)) return false;
  return held.license.priceList !== held.ownList || terms.givesUpHeld === true;
}
