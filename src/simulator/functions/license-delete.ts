import { changeLicense } from '../billing/operation.js';
import { changeableLicense, elidsOf } from '../billing/own-license.js';
import type { FunctionHandler } from '../call.js';
import { element } from '../tree.js';

/** Deletes licenses for good; the time left on them is lost. */
export function licenseDelete(itemtype: string): FunctionHandler {
  return (call) => {
    for (const elid of elidsOf(call)) {
      const license = changeableLicense(call, elid, itemtype);
      changeLicense(call.world, call.func, license, { ...license, status: 4 });
    }
    return [element('ok')];
  };
}
