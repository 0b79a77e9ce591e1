import { parseMoney } from '../domain/base/money.js';
import type { PriceListCode } from '../domain/base/license.js';
import { member, membersOf, namedList, rawValue, type AnswerNode } from './answer-node.js';
import type { Call } from './call.js';
import type { Family } from './family.js';
import type { PriceListRecord } from './license-server.js';
import { understand } from './understand.js';
import { Unreadable } from './unreadable.js';

/** The period by which a trial is ordered. */
const TRIAL = -100;

/**
 * Reads the price lists of one family: what exists from the export, what this account may order
 * from the order form.
 */
export async function listPriceLists(call: Call, family: Family): Promise<readonly PriceListRecord[]> {
  const exported = await call('read', 'pricelist.export', { itemtype: family });
  const form = await call('read', `${family}.order.pricelist`);
  return understand('read', () => {
    const offers = new Map(
      namedList(form, 'tariflist').map((offer) => [codeOf(offer, 'pricelist', 'id'), offer]),
    );
    return membersOf(exported, 'pricelist').map((priceList) => {
      const code = codeOf(priceList, 'id');
      const offer = offers.get(code);
      const addons = addonsIn(priceList);
      return {
        priceList: code,
        name: rawValue(priceList, 'name') ?? rawValue(offer, 'desc') ?? code,
        available: offer !== undefined && !/^(off|0|no)$/i.test(rawValue(offer, 'order_available') ?? 'on'),
        periods: periodsIn(priceList),
        ...(addons.length > 0 && { addons }),
      };
    });
  });
}

function codeOf(node: AnswerNode, ...names: string[]): PriceListCode {
  const code = rawValue(node, ...names);
  if (!code) throw new Unreadable('a price list without a code');
  return code as PriceListCode;
}

/**
 * No page of the vendor says how the export tells an addon's price: what does not read as a price
 * list's is left out.
 */
function addonsIn(priceList: AnswerNode): NonNullable<PriceListRecord['addons']> {
  return membersOf(priceList, 'addon').flatMap((node) => {
    const addon = rawValue(node, 'id');
    try {
      const periods = periodsIn(node);
      return addon && periods.length > 0 ? [{ addon, periods }] : [];
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return [];
    }
  });
}

function periodsIn(priceList: AnswerNode): PriceListRecord['periods'] {
  const price = member(priceList, 'price');
  const currency = rawValue(price, 'currency') ?? rawValue(priceList, 'currency') ?? '';
  return membersOf(price, 'period').flatMap((period) => {
    const months = monthsIn(period);
    // A day or a lifetime is sold too, but never by panelkeeper.
    if (months === undefined) return [];
    const cost = parseMoney(rawValue(period, 'cost') ?? '', currency);
    if (!cost || currency === '') throw new Unreadable('a price without an amount and a currency');
    return [{ months, cost }];
  });
}

function monthsIn(period: AnswerNode): number | undefined {
  const type = rawValue(period, 'type');
  if (type === 'trial') return TRIAL;
  const length = Number(rawValue(period, 'length'));
  if (!Number.isSafeInteger(length) || length < 1) return undefined;
  if (type === 'month') return length;
  return type === 'year' ? length * 12 : undefined;
}
