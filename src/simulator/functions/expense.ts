import { chargeName, chargeRow } from '../billing/charge-fields.js';
import type { FunctionHandler, World } from '../call.js';
import type { ChargeRecord } from '../store/records.js';
import { filterOf, passes } from './list-filter.js';
import { listPage } from './list-page.js';

/** The columns that the list of charges can be narrowed by. */
export const chargeColumns = ['id', 'realdate', 'item', 'name', 'operation'] as const;

/**
 * Lists what was taken from the caller's balance, by filter and in pages. The oldest comes first: a
 * charge made while somebody reads page after page joins the end and moves no other row.
 */
export const expense: FunctionHandler = (call) => {
  const { world, account } = call;
  const filter = filterOf(call, 'expense', chargeColumns);
  const found = world.store.charges
    .where('accountId = ?', account.accountId)
    .filter((charge) => passes(columnsOf(world, charge), filter));
  return listPage(call, found, (charge) => chargeRow(call, charge));
};

function columnsOf(world: World, charge: ChargeRecord): Record<(typeof chargeColumns)[number], string> {
  return {
    id: String(charge.chargeId),
    realdate: charge.chargedOn,
    item: String(charge.licenseId),
    name: chargeName(world, charge),
    operation: charge.func,
  };
}
