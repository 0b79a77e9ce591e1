import { licenseRow } from '../billing/license-fields.js';
import type { Call, FunctionHandler } from '../call.js';
import { element, type Element } from '../tree.js';

/** Lists the caller's licenses of one family that are not deleted. */
export function licenseList(itemtype: string): FunctionHandler {
  return (call) => {
    const { accountId } = call.account;
    const own = call.world.store.licenses.where(
      'accountId = ? AND itemtype = ? AND status <> 4',
      accountId,
      itemtype,
    );
    const rows = own.map((license) => licenseRow(call, license));
    return [...page(call, rows), element('p_elems', rows.length)];
  };
}

function page(_call: Call, rows: readonly Element[]): readonly Element[] {
  return rows;
}
