import { TRIAL } from '../../domain/base/period.js';

/** Reads the period of a flag: months, or `trial`. */
export function monthsOf(flag: string): number {
  return flag === 'trial' ? TRIAL : Number(flag);
}
