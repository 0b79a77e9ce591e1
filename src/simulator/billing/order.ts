import { addDays, type CalendarDate } from '../../domain/base/calendar.js';
import { BillError } from '../bill-error.js';
import type { Call, World } from '../call.js';
import { TRIAL, type PriceList } from '../catalogue.js';
import type { LicenseRecord } from '../store/records.js';
import { requestedAddons } from './addons.js';
import { requireFreeAddress } from './address.js';
import { charge } from './charge.js';
import { addPaidMonths, dayOfMonth } from './next-expiry.js';
import { addLicense, changeLicense } from './operation.js';
import { orderablePriceList, requirePrice } from './price-list.js';

type Draft = Omit<LicenseRecord, 'licenseId'>;

/**
 * The parameters of an order whose names differ between the older and the newer order functions.
 */
export interface OrderRequest {
  readonly itemtype: string;
  readonly period: string;
  readonly ip: string;
}

export const LONGEST_NAME = 255;

/**
 * Checks an order and gives the license as it would stand unpaid, with its price in minor units.
 */
export function draftOrder(
  call: Call,
  { itemtype, period, ip }: OrderRequest,
): { license: Draft; list: PriceList; amountMinor: number } {
  const { world, parameters, account } = call;
  const list = orderablePriceList(call, itemtype, parameters.get('pricelist'));
  const addons = requestedAddons(parameters);
  const amountMinor = requirePrice(world, list, period, addons);
  const licname = parameters.get('licname');
  if (licname.length > LONGEST_NAME) throw new BillError('value', 'licname');
  requireFreeAddress(world, ip, list);
  const license: Draft = {
    accountId: account.accountId,
    itemtype,
    priceList: list.priceList,
    periodMonths: Number(period),
    licname,
    ip,
    remoteid: parameters.get('remoteid'),
    keySerial: 0,
    keyReadyAtMs: 0,
    status: 1,
    createdOn: world.today,
    anchorDay: dayOfMonth(world.today),
    expiresOn: world.today,
    ipChangedOn: '',
    keyChangedOn: '',
    autoprolong: requestedAutoprolong(parameters.get('autoprolong'), Number(period)),
    addons: JSON.stringify(addons),
    comment: parameters.get('comment'),
  };
  return { license, list, amountMinor };
}

/** Autoprolong must equal the period, or it stays off; the newer order functions say `on`. */
export function requestedAutoprolong(value: string, period: number): number {
  return period > 0 && (value === 'on' || value === String(period)) ? period : 0;
}

/** Orders a license and pays for it at once. */
export function orderPaid(call: Call, request: OrderRequest): LicenseRecord {
  const { world, func } = call;
  const { license, list, amountMinor } = draftOrder(call, request);
  const added = addLicense(world, func, { ...license, ...opening(world, list, license.periodMonths) });
  charge(world, { license: added, func, periodMonths: added.periodMonths, amountMinor });
  return added;
}

/** Pays for a license that was ordered into the cart, and opens it. */
export function openOrdered(call: Call, license: LicenseRecord, amountMinor: number): void {
  const { world, func } = call;
  const list = orderablePriceList(call, license.itemtype, license.priceList);
  charge(world, { license, func, periodMonths: license.periodMonths, amountMinor });
  changeLicense(world, func, license, { ...license, ...opening(world, list, license.periodMonths) });
}

function opening({ today, nowMs, rules }: World, list: PriceList, period: number): Partial<LicenseRecord> {
  const anchorDay = dayOfMonth(today);
  const expiresOn =
    period === TRIAL
      ? addDays(today, list.trialDays)
      : addPaidMonths(today, period, anchorDay, rules.monthEnd);
  const changedOn: CalendarDate | '' = rules.orderCountsAsChange ? today : '';
  return {
    status: 2,
    createdOn: today,
    anchorDay,
    expiresOn,
    ipChangedOn: changedOn,
    keyChangedOn: changedOn,
    keyReadyAtMs: nowMs + rules.keyDelayMs,
  };
}
