import { BillError } from '../bill-error.js';
import { requireFreeAddress } from '../billing/address.js';
import { changeLicense } from '../billing/operation.js';
import { changeableLicense, elidsOf } from '../billing/own-license.js';
import { findPriceList } from '../billing/price-list.js';
import { refusal } from '../billing/refusal.js';
import type { Call, FunctionHandler } from '../call.js';
import { element } from '../tree.js';

/** Starts suspended licenses whose time is still paid; one that runs already stays so. */
export function licenseResume(itemtype: string): FunctionHandler {
  return (call) => {
    for (const elid of elidsOf(call)) resume(call, elid, itemtype);
    return [element('ok')];
  };
}

function resume(call: Call, elid: string, itemtype: string): void {
  const { world } = call;
  const license = changeableLicense(call, elid, itemtype);
  if (license.status === 2) return;
  if (license.status !== 3) throw new BillError('value', 'elid', elid);
  const { today, nowMs, rules } = world;
  const isPaid = rules.stopsAt === 'end-of-day' ? today <= license.expiresOn : today < license.expiresOn;
  if (!isPaid) throw refusal(world, 'unpaid', elid);
  const list = findPriceList(world, license.priceList);
  if (list) requireFreeAddress(world, license.ip, list, license.licenseId);
  const keyReadyAtMs = nowMs + rules.keyDelayMs;
  changeLicense(world, call.func, license, { ...license, status: 2, keyReadyAtMs });
}
