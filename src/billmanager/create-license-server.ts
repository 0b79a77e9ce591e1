import { createCall } from './call.js';
import { changePriceList } from './change-price-list.js';
import { checkIp } from './check-ip.js';
import { deleteLicense } from './delete-license.js';
import { editLicense } from './edit-license.js';
import { familyLookup, type Family } from './family.js';
import type { LicenseServer } from './license-server.js';
import { resolveSettings, type LicenseServerSettings } from './license-server-settings.js';
import { listCharges } from './list-charges.js';
import { listLicenses } from './list-licenses.js';
import { listPriceLists } from './list-price-lists.js';
import { orderLicense } from './order-license.js';
import { prolongLicense } from './prolong-license.js';
import { readAccount } from './read-account.js';
import { readLicense } from './read-license.js';
import { readLicenseKey } from './read-license-key.js';
import { renewLicenseKey } from './renew-license-key.js';
import { resumeLicense } from './resume-license.js';
import { suspendLicense } from './suspend-license.js';
import { createTransport } from './transport.js';
import { VendorClock } from './vendor-clock.js';

/**
 * Opens a license server behind BILLmanager's API. No call is made yet; a TypeError names a setting
 * that cannot work. Every call fails with a `LicenseServerError` or with what `settings.password`
 * throws, and is never repeated by itself.
 */
export function createLicenseServer(settings: LicenseServerSettings): LicenseServer {
  const resolved = resolveSettings(settings);
  const transport = createTransport(resolved);
  const clock = new VendorClock(resolved.now, resolved.maxClockSkewMs);
  const call = createCall(resolved, transport, clock);
  const family = familyLookup(resolved.platformPriceLists);
  const families: readonly Family[] =
    resolved.platformPriceLists.length > 0 ? ['soft', 'platform'] : ['soft'];

  return {
    readAccount: () => readAccount(call, resolved),
    requireClock: () => clock.requireAgreement(() => call('read', 'whoami')),
    listPriceLists: async () =>
      (await Promise.all(families.map((each) => listPriceLists(call, each)))).flat(),
    listLicenses: () => listLicenses(call, families, resolved.pageSize),
    listCharges: () => listCharges(call, resolved),
    readLicense: (id, priceList) => readLicense(call, family(priceList), id),
    readLicenseKey: (id, priceList) => readLicenseKey(call, family(priceList), id, resolved.keyWaitMs),
    checkIp: (order) => checkIp(call, family(order.priceList), order),
    orderLicense: (order) => orderLicense(call, family(order.priceList), order, resolved.orderParameters),
    prolongLicense: (id, periodMonths) => prolongLicense(call, id, periodMonths),
    changePriceList: (id, priceList, periodMonths) => changePriceList(call, id, priceList, periodMonths),
    editLicense: (id, priceList, edit) => editLicense(call, family(priceList), id, edit),
    renewLicenseKey: (id, priceList) => renewLicenseKey(call, family(priceList), id),
    suspendLicense: (id, priceList) => suspendLicense(call, family(priceList), id),
    resumeLicense: (id, priceList) => resumeLicense(call, family(priceList), id),
    deleteLicense: (id, priceList) => deleteLicense(call, family(priceList), id),
    close: () => transport.close(),
  };
}
