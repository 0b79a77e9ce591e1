import type { Call } from '../call.js';
import { statusText } from '../messages.js';
import type { LicenseRecord } from '../store/records.js';
import { element, elements, type Element } from '../tree.js';
import { addonsOf } from './addons.js';
import { licenseKey } from './license-key.js';
import { findPriceList } from './price-list.js';
import { priceOf } from '../catalogue.js';
import { decimal } from './decimal.js';

/** Whose licenses these are: clients send its number, 1, with an order. */
export const PROJECT = 'ISPsystem';

/** Writes a license as the form of `soft.edit` shows it. */
export function licenseForm({ world }: Call, license: LicenseRecord): Element[] {
  const { rules, nowMs } = world;
  const title = findPriceList(world, license.priceList)?.title ?? license.priceList;
  return [
    ...elements({
      id: license.licenseId,
      elid: license.licenseId,
      name: title,
      licname: license.licname,
      ip: license.ip,
      remoteip: license.ip,
      lickey: licenseKey(license, nowMs, rules),
      status: license.status,
      createdate: license.createdOn,
      expiredate: license.expiresOn,
      update_expiredate: license.expiresOn,
      period: license.periodMonths,
      pricelist: license.priceList,
      pricelist_name: title,
      webdomains: '',
      processingmodule: '',
      autoprolong: license.autoprolong === 0 ? 'null' : license.autoprolong,
      comment: license.comment,
    }),
    ...(rules.remoteidShown === 'nowhere' ? [] : [element('remoteid', license.remoteid)]),
    ...elements(
      Object.fromEntries(Object.entries(addonsOf(license)).map(([id, count]) => [`addon_${id}`, count])),
    ),
  ];
}

/** Writes a license as a row of the list `soft`. */
export function licenseRow({ world, account, lang }: Call, license: LicenseRecord): Element {
  const list = findPriceList(world, license.priceList);
  const cost = (list && priceOf(list, license.periodMonths, addonsOf(license))) ?? 0;
  return element('elem', [
    ...elements({
      id: license.licenseId,
      licname: license.licname,
      ip: license.ip,
      period: license.periodMonths,
    }),
    ...elements({
      pricelist: list?.title ?? license.priceList,
      pricelist_id: license.priceList,
      account: account.username,
      project: PROJECT,
      datacentername: '',
      processingmodule: '',
      createdate: license.createdOn,
      expiredate: license.expiresOn,
      real_expiredate: license.expiresOn,
      update_expiredate: license.expiresOn,
      autoprolong: license.autoprolong === 0 ? '' : license.autoprolong,
      cost: `${decimal(cost)} ${world.catalogue.currency}`,
      item_cost: `${decimal(cost)}00`,
      currency_str: world.catalogue.currency,
      status: license.status,
    }),
    element('item_status', statusText(license.status, lang), { orig: String(license.status) }),
    ...elements({
      status_msg: '',
      special_status: 0,
      real_ipchange: license.ipChangedOn,
      ip_change_date: license.ipChangedOn,
      real_keychange: license.keyChangedOn,
      lickey_change_date: license.keyChangedOn,
    }),
    ...(world.rules.remoteidShown === 'list' ? [element('remoteid', license.remoteid)] : []),
  ]);
}
