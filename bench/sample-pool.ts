import { addDays, DAY_MS, date, utcStartOf } from '../src/domain/base/calendar.js';
import type { LicenseId, PriceListCode } from '../src/domain/base/license.js';
import type { FreeLicense } from '../src/domain/pool/pool.js';

export const NOW = Date.UTC(2030, 0, 15);
export const PRICE_LISTS = [
  '55382',
  '55384',
  '55227',
  '55228',
  '55229',
] as unknown as readonly PriceListCode[];

/**
 * Makes a pool such as a busy license server has: several price lists, a part of them changed too
 * recently.
 */
export function samplePool(size: number, coolingEach = 3): FreeLicense[] {
  return Array.from({ length: size }, (_, at) => {
    const expiresOn = addDays(date('2030-01-16'), (at * 7919) % 360);
    return {
      licenseId: String(1_000_000 + at) as LicenseId,
      priceList: PRICE_LISTS[at % PRICE_LISTS.length] ?? ('55382' as PriceListCode),
      ip: at % 2 === 0 ? '0.0.0.0' : `198.51.${Math.floor(at / 250) % 250}.${at % 250}`,
      expiresOn,
      expiresAtMs: utcStartOf(expiresOn) - 3 * 3_600_000,
      expiredAtMs: utcStartOf(expiresOn) - 3 * 3_600_000 + DAY_MS,
      usableAtMs: at % coolingEach === 0 ? NOW + DAY_MS : 0,
      lastHolder: `service-${10_000 + at}`,
    };
  });
}
