import { BillError } from '../bill-error.js';
import type { World } from '../call.js';
import type { LicenseRecord } from '../store/records.js';
import { addonsOf } from './addons.js';
import { requireFreeAddress } from './address.js';
import { charge } from './charge.js';
import { addPaidMonths, dayOfMonth } from './next-expiry.js';
import { changeLicense } from './operation.js';
import { findPriceList, requirePrice } from './price-list.js';
import { refusal } from './refusal.js';

/** Gives until when a license would be paid after so many months more. */
export function prolongedBy(
  { today, rules }: World,
  license: LicenseRecord,
  months: number,
): Pick<LicenseRecord, 'anchorDay' | 'expiresOn'> {
  const fromToday =
    license.status === 3 && (rules.prolongSuspendedFrom === 'today' || license.expiresOn < today);
  const anchorDay = fromToday ? dayOfMonth(today) : license.anchorDay;
  const from = fromToday ? today : license.expiresOn;
  return { anchorDay, expiresOn: addPaidMonths(from, months, anchorDay, rules.monthEnd) };
}

/**
 * Pays for one more period: from the expiry of an active license, by the rules from today of a
 * suspended one.
 */
export function prolong(
  world: World,
  func: string,
  license: LicenseRecord,
  period: string | number,
): LicenseRecord {
  if (license.status !== 2 && license.status !== 3)
    throw new BillError('value', 'elid', String(license.licenseId));
  const list = findPriceList(world, license.priceList);
  if (!list) throw refusal(world, 'priceListUnavailable', license.priceList);
  const amountMinor = requirePrice(world, list, period, addonsOf(license));
  const months = Number(period);
  // A trial is ordered once; there is no second one.
  if (months <= 0) throw refusal(world, 'periodNotSold', String(period));
  if (license.status === 3) requireFreeAddress(world, license.ip, list, license.licenseId);
  const after: LicenseRecord = {
    ...license,
    ...prolongedBy(world, license, months),
    status: 2,
    periodMonths: months,
    keyReadyAtMs: license.status === 3 ? world.nowMs + world.rules.keyDelayMs : license.keyReadyAtMs,
  };
  charge(world, { license, func, periodMonths: months, amountMinor });
  changeLicense(world, func, license, after);
  return after;
}
