import { BillError } from '../bill-error.js';
import type { Call } from '../call.js';
import type { BillRecord } from '../store/records.js';
import { addLicense } from './operation.js';
import { draftOrder, openOrdered, type OrderRequest } from './order.js';

/** Puts an order into the cart: nothing is paid and nothing runs until its bill is. */
export function orderIntoCart(call: Call, request: OrderRequest): BillRecord {
  const { license, amountMinor } = draftOrder(call, request);
  const { accountId, licenseId } = addLicense(call.world, call.func, license);
  return call.world.store.bills.insert({ accountId, licenseId, amountMinor, paid: 0 });
}

/**
 * Gives the caller's bills that are not paid, without those whose license was deleted meanwhile.
 */
export function openBills({ world, account }: Call): BillRecord[] {
  const bills = world.store.bills.where('accountId = ? AND paid = 0', account.accountId);
  return bills.filter(({ licenseId }) => world.store.license(licenseId)?.status === 1);
}

export function openBill(call: Call, billorder: string): BillRecord {
  const bill = openBills(call).find((one) => String(one.billorder) === billorder);
  if (!bill) throw new BillError('missed', 'billorder', billorder);
  return bill;
}

/** Pays a bill from the balance and opens its license. */
export function payBill(call: Call, bill: BillRecord): void {
  const license = call.world.store.license(bill.licenseId);
  if (!license) throw new BillError('missed', 'billorder', String(bill.billorder));
  openOrdered(call, license, bill.amountMinor);
  call.world.store.bills.update({ ...bill, paid: 1 });
}
