import type { LicenseId } from '../domain/base/license.js';
import { rawValue } from './answer-node.js';
import { unusableAnswer } from './call-kind.js';
import type { Call } from './call.js';
import type { Family } from './family.js';
import type { LicenseOrder } from './license-server.js';

/**
 * Orders a license and pays for it at once from the balance. There is no idempotency key: look for
 * it first.
 */
export async function orderLicense(
  call: Call,
  family: Family,
  order: LicenseOrder,
  furtherParameters: Readonly<Record<string, string>>,
): Promise<{ licenseId: LicenseId }> {
  const addons = Object.entries(order.addons ?? {}).map(
    ([id, amount]) => [`addon_${id}`, String(amount)] as const,
  );
  const answer = await call('paying', `${family}.order.param`, {
    ...furtherParameters,
    ...Object.fromEntries<string>(addons),
    pricelist: order.priceList,
    period: String(order.periodMonths),
    ip: order.ip,
    licname: order.name,
    remoteid: order.remoteId,
    autoprolong: 'null',
    skipbasket: 'on',
    clicked_button: 'finish',
    sok: 'ok',
  });
  const id = [rawValue(answer, 'id'), rawValue(answer, 'item.id')].find((shown) => /^\d+$/.test(shown ?? ''));
  if (id === undefined) throw unusableAnswer('paying', 'the order was answered without the id of a license');
  return { licenseId: id as LicenseId };
}
