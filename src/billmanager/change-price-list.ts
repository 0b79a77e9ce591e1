import type { LicenseId, PriceListCode } from '../domain/base/license.js';
import type { Call } from './call.js';
import { expectOk } from './expect-ok.js';

/** Moves a license to another price list, which may cost money. */
export async function changePriceList(
  call: Call,
  licenseId: LicenseId,
  priceList: PriceListCode,
  periodMonths: number,
): Promise<void> {
  const parameters = { elid: licenseId, pricelist: priceList, period: String(periodMonths), sok: 'ok' };
  expectOk('paying', await call('paying', 'service.changepricelist', parameters));
}
