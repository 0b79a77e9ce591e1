import type { FunctionHandler } from '../call.js';
import { basket } from './basket.js';
import { cartorderCreateConfirm } from './cartorder-create-confirm.js';
import { chargeColumns, expense } from './expense.js';
import { dashboardInfo } from './dashboard-info.js';
import { keepalive } from './keepalive.js';
import { listFilter } from './list-filter.js';
import { payment } from './payment.js';
import { service } from './service.js';
import { paymentAdd } from './payment-add.js';
import { serviceChangePriceList } from './service-changepricelist.js';
import { sessionNewkey } from './session-newkey.js';
import { v2OrderParam } from './v2-order-param.js';
import { checkIp } from './checkip.js';
import { licenseDelete } from './license-delete.js';
import { licenseEdit } from './license-edit.js';
import { licenseColumns, licenseList } from './license-list.js';
import { licenseResume } from './license-resume.js';
import { licenseSuspend } from './license-suspend.js';
import { orderParam } from './order-param.js';
import { orderPriceList } from './order-pricelist.js';
import { serviceProlong } from './service-prolong.js';
import { subaccount } from './subaccount.js';
import { usrparam } from './usrparam.js';
import { whoami } from './whoami.js';

const families = ['soft', 'platform', 'softexternal'];

/** Every function that a signed-in customer can call. */
export const functionTable: ReadonlyMap<string, FunctionHandler> = new Map<string, FunctionHandler>([
  ['whoami', whoami],
  ['keepalive', keepalive],
  ['dashboard.info', dashboardInfo],
  ['service', service],
  ['subaccount', subaccount],
  ['usrparam', usrparam],
  ['expense', expense],
  ['expense.filter', listFilter('expense', chargeColumns)],
  ['session.newkey', sessionNewkey],
  ['service.prolong', serviceProlong],
  ['service.changepricelist', serviceChangePriceList],
  ['basket', basket],
  ['cart', basket],
  ['payment', payment],
  ['payment.add', paymentAdd],
  ['cartorder.create.confirm', cartorderCreateConfirm],
  ...families.flatMap((itemtype): [string, FunctionHandler][] => [
    [itemtype, licenseList(itemtype)],
    [`${itemtype}.filter`, listFilter(itemtype, licenseColumns)],
    [`${itemtype}.edit`, licenseEdit(itemtype)],
    [`${itemtype}.order`, orderPriceList(itemtype)],
    [`${itemtype}.order.pricelist`, orderPriceList(itemtype)],
    [`${itemtype}.order.param`, orderParam(itemtype)],
    [`v2.${itemtype}.order.pricelist`, orderPriceList(itemtype)],
    [`v2.${itemtype}.order.param`, v2OrderParam(itemtype)],
    [`${itemtype}.checkip`, checkIp(itemtype)],
    [`${itemtype}.suspend`, licenseSuspend(itemtype)],
    [`${itemtype}.resume`, licenseResume(itemtype)],
    [`${itemtype}.delete`, licenseDelete(itemtype)],
  ]),
]);
