import { beginObtaining, type Life } from '../domain/life/life.js';
import type { Terms } from '../domain/terms/terms.js';
import { acquire } from './acquire.js';
import { order } from './order.js';

/** Takes a license from the pool, or orders one when the pool has none that fits. */
export async function obtain(life: Life, terms: Terms): Promise<void> {
  const isOrdered = beginObtaining(life, terms).mayBeOrdered !== undefined;
  if (isOrdered || !(await acquire(life, terms))) await order(life, terms);
}
