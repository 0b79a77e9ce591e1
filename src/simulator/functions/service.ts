import { licenseRow } from '../billing/license-fields.js';
import type { FunctionHandler } from '../call.js';
import { element } from '../tree.js';
import { listPage } from './list-page.js';

/** Lists the caller's services of all families that are not deleted, in pages. */
export const service: FunctionHandler = (call) => {
  const { accountId } = call.account;
  const found = call.world.store.licenses.where('accountId = ? AND status <> 4', accountId);
  return listPage(call, found, (license) => {
    const row = licenseRow(call, license);
    return { ...row, children: [...row.children, element('itemtype', license.itemtype)] };
  });
};
