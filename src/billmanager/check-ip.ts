import type { Call } from './call.js';
import type { Family } from './family.js';
import type { LicenseOrder } from './license-server.js';

/**
 * Asks whether a license can be ordered for an address; the answer of a "no" is an error with the
 * vendor's words.
 */
export async function checkIp(
  call: Call,
  family: Family,
  { priceList, periodMonths, ip }: Pick<LicenseOrder, 'priceList' | 'periodMonths' | 'ip'>,
): Promise<void> {
  await call('read', `${family}.checkip`, { pricelist: priceList, period: String(periodMonths), ip });
}
