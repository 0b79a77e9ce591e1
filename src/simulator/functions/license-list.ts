import { licenseRow } from '../billing/license-fields.js';
import type { FunctionHandler } from '../call.js';
import type { LicenseRecord } from '../store/records.js';
import { filterOf, passes } from './list-filter.js';
import { listPage } from './list-page.js';

/** The columns that a list of licenses can be narrowed by. */
export const licenseColumns = [
  'id',
  'licname',
  'ip',
  'period',
  'pricelist',
  'status',
  'expiredate',
  'remoteid',
] as const;

/** Lists the caller's licenses of one family that are not deleted, by filter and in pages. */
export function licenseList(itemtype: string): FunctionHandler {
  return (call) => {
    const { accountId } = call.account;
    const filter = filterOf(call, itemtype, licenseColumns);
    const found = call.world.store.licenses
      .where('accountId = ? AND itemtype = ? AND status <> 4', accountId, itemtype)
      .filter((license) => passes(columnsOf(license), filter));
    return listPage(call, found, (license) => licenseRow(call, license));
  };
}

function columnsOf(license: LicenseRecord): Record<(typeof licenseColumns)[number], string> {
  return {
    id: String(license.licenseId),
    licname: license.licname,
    ip: license.ip,
    period: String(license.periodMonths),
    pricelist: license.priceList,
    status: String(license.status),
    expiredate: license.expiresOn,
    remoteid: license.remoteid,
  };
}
