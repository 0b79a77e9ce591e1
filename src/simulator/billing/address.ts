import { isIPv4 } from 'node:net';

import { BillError } from '../bill-error.js';
import type { World } from '../call.js';
import type { PriceList } from '../catalogue.js';
import { refusal } from './refusal.js';

/** The address of a license that is bound to no server. */
export const NO_ADDRESS = '0.0.0.0';

/** Refuses an address that is none, or that already carries another license of the same product. */
export function requireFreeAddress(
  world: World,
  ip: string,
  { product }: PriceList,
  exceptLicenseId = 0,
): void {
  if (!isIPv4(ip)) throw new BillError('value', 'ip', ip);
  const { store, rules, catalogue } = world;
  if (ip === NO_ADDRESS || rules.addressHeldBy === 'nobody') return;
  const siblings = new Set(
    catalogue.priceLists.filter((one) => one.product === product).map((one) => one.priceList),
  );
  const statuses = rules.addressHeldBy === 'active' ? [2, 5] : [1, 2, 3, 5];
  const holders = store.licenses.where('ip = ? AND licenseId <> ?', ip, exceptLicenseId);
  if (holders.some((holder) => statuses.includes(holder.status) && siblings.has(holder.priceList))) {
    throw refusal(world, 'addressHasLicense', ip);
  }
}
