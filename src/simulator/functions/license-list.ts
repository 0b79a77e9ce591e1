import { licenseRow } from '../billing/license-fields.js';
import { BillError } from '../bill-error.js';
import type { Call, FunctionHandler } from '../call.js';
import type { LicenseRecord } from '../store/records.js';
import { element } from '../tree.js';
import { requestedFilter, storedFilter, type ListFilter } from './license-filter.js';

/** Lists the caller's licenses of one family that are not deleted, by filter and in pages. */
export function licenseList(itemtype: string): FunctionHandler {
  return (call) => {
    const { accountId } = call.account;
    const filter =
      call.parameters.get('filter') === 'on' ? requestedFilter(call) : storedFilter(call, itemtype);
    const found = call.world.store.licenses
      .where('accountId = ? AND itemtype = ? AND status <> 4', accountId, itemtype)
      .filter((license) => passes(license, filter));
    // The total, not the page: that is how a reader notices that there is more.
    return [
      ...pageOf(call, found).map((license) => licenseRow(call, license)),
      element('p_elems', found.length),
    ];
  };
}

function passes(license: LicenseRecord, filter: ListFilter): boolean {
  const columns: Record<string, string> = {
    id: String(license.licenseId),
    ip: license.ip,
    period: String(license.periodMonths),
    pricelist: license.priceList,
    status: String(license.status),
    expiredate: license.expiresOn,
    remoteid: license.remoteid,
  };
  return Object.entries(filter).every(([column, wanted]) =>
    column === 'licname' ? license.licname.includes(wanted) : columns[column] === wanted,
  );
}

function pageOf({ parameters, world }: Call, found: readonly LicenseRecord[]): readonly LicenseRecord[] {
  const size = positive(parameters.get('p_cnt'), 'p_cnt') ?? world.rules.pageSize;
  const page = positive(parameters.get('p_num'), 'p_num') ?? 1;
  return size === 0 ? found : found.slice((page - 1) * size, page * size);
}

function positive(value: string, name: string): number | undefined {
  if (value === '') return undefined;
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new BillError('value', name, value);
  return Number(value);
}
