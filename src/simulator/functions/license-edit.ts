import { BillError } from '../bill-error.js';
import { addonsOf, requestedAddons } from '../billing/addons.js';
import { NO_ADDRESS, requireFreeAddress } from '../billing/address.js';
import { mayChange } from '../billing/change-limit.js';
import { charge } from '../billing/charge.js';
import { licenseForm } from '../billing/license-fields.js';
import { licenseKey } from '../billing/license-key.js';
import { changeLicense } from '../billing/operation.js';
import { LONGEST_NAME, requestedAutoprolong } from '../billing/order.js';
import { changeableLicense, ownLicense } from '../billing/own-license.js';
import { findPriceList, requirePrice } from '../billing/price-list.js';
import { refusal } from '../billing/refusal.js';
import type { Call, FunctionHandler, World } from '../call.js';
import type { LicenseRecord } from '../store/records.js';
import { element, type Element } from '../tree.js';
import { isSubmitted } from './order-form.js';

/**
 * Reads a license, writes its address, name, remote id, autoprolong and addons, or makes it a new
 * key.
 */
export function licenseEdit(itemtype: string): FunctionHandler {
  return (call) => {
    const { parameters, world } = call;
    const elid = parameters.get('elid');
    if (!isSubmitted(parameters)) return read(call, ownLicense(call, elid, itemtype));
    const license = changeableLicense(call, elid, itemtype);
    if (parameters.get('clicked_button') === 'newkey') return renewKey(call, license);
    const changed = readdressed(call, renamed(call, license));
    payForAddons(call, license, changed);
    changeLicense(world, call.func, license, changed);
    return [element('ok'), ...licenseForm(call, changed)];
  };
}

function read(call: Call, license: LicenseRecord): Element[] {
  if (license.status === 4 && !call.world.rules.deletedReadable) {
    throw new BillError('missed', 'item', String(license.licenseId));
  }
  return licenseForm(call, license);
}

function renewKey({ world, func }: Call, license: LicenseRecord): Element[] {
  const { rules, today, nowMs } = world;
  if (!mayChange(license.keyChangedOn, today, rules.keyChangeLimit)) throw refusal(world, 'keyChangeTooSoon');
  const changed = { ...license, keySerial: license.keySerial + 1, keyChangedOn: today };
  changeLicense(world, func, license, changed);
  return [element('ok'), element('lickey', licenseKey(changed, nowMs, rules))];
}

function renamed({ parameters }: Call, license: LicenseRecord): LicenseRecord {
  const text = (name: string, present: string) => (parameters.has(name) ? parameters.get(name) : present);
  const licname = text('licname', license.licname);
  if (licname.length > LONGEST_NAME) throw new BillError('value', 'licname');
  return {
    ...license,
    licname,
    remoteid: text('remoteid', license.remoteid),
    comment: text('comment', license.comment),
    autoprolong: parameters.has('autoprolong')
      ? requestedAutoprolong(parameters.get('autoprolong'), license.periodMonths)
      : license.autoprolong,
    addons: JSON.stringify(requestedAddons(parameters, addonsOf(license))),
  };
}

function readdressed({ world, parameters }: Call, license: LicenseRecord): LicenseRecord {
  const ip = parameters.has('ip') ? parameters.get('ip') : license.ip;
  if (ip === license.ip) return license;
  const { rules, today } = world;
  const emptied = ip === NO_ADDRESS;
  const isLimited = !emptied || rules.zeroAddress === 'limited';
  if (isLimited && !mayChange(license.ipChangedOn, today, rules.ipChangeLimit))
    throw refusal(world, 'ipChangeTooSoon', ip);
  const list = findPriceList(world, license.priceList);
  if (list) requireFreeAddress(world, ip, list, license.licenseId);
  return {
    ...license,
    ip,
    ipChangedOn: emptied && rules.zeroAddress === 'free' ? license.ipChangedOn : today,
  };
}

/** More addons cost the difference of a whole period; fewer give nothing back. */
function payForAddons({ world, func }: Call, before: LicenseRecord, after: LicenseRecord): void {
  if (after.addons === before.addons) return;
  const amountMinor = Math.max(0, priceWithAddons(world, after) - priceWithAddons(world, before));
  charge(world, { license: after, func, periodMonths: after.periodMonths, amountMinor });
}

function priceWithAddons(world: World, license: LicenseRecord): number {
  const list = findPriceList(world, license.priceList);
  if (!list) throw refusal(world, 'priceListUnavailable', license.priceList);
  return requirePrice(world, list, license.periodMonths, addonsOf(license));
}
