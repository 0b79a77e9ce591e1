import { BillError } from '../bill-error.js';
import { changeLicense } from '../billing/operation.js';
import { changeableLicense, elidsOf } from '../billing/own-license.js';
import type { FunctionHandler } from '../call.js';
import { element } from '../tree.js';

/** Stops licenses; one that is stopped already stays so. */
export function licenseSuspend(itemtype: string): FunctionHandler {
  return (call) => {
    for (const elid of elidsOf(call)) {
      const license = changeableLicense(call, elid, itemtype);
      if (license.status === 1) throw new BillError('value', 'elid', elid);
      changeLicense(call.world, call.func, license, { ...license, status: 3 });
    }
    return [element('ok')];
  };
}
