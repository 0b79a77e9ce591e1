import { DAY_MS, daysBetween, addMonths, utcDateOf, type CalendarDate } from '../base/calendar.js';
import { formatMoney, type Money } from '../base/money.js';
import type { FreeLicense } from './pool.js';
import type { ListPrice, PoolState } from './pool-state.js';

/** A free license as operators see it. */
export interface PoolEntry {
  readonly licenseId: string;
  readonly priceList: string;
  readonly ip: string;
  readonly expiresOn: CalendarDate;
  readonly daysLeft: number;
  /** What is left of its price; absent where the price is not known. */
  readonly value?: Money;
  /** From when it can be handed out with another address; absent for now. */
  readonly usableFrom?: CalendarDate;
  /** Its time has run out: it only is in the way at its address. */
  readonly isExpired: boolean;
  /** It can be handed out with another address before it expires. */
  readonly canServe: boolean;
  readonly lastHolder: string;
}

/** Describes the free licenses of a pool, those that expire first coming first. */
export function entriesOf({ free, prices }: Pick<PoolState, 'free' | 'prices'>, now: number): PoolEntry[] {
  return [...free]
    .sort((a, b) => a.expiresAtMs - b.expiresAtMs || Number(a.licenseId) - Number(b.licenseId))
    .map((license) => entryOf(license, prices[license.priceList], now));
}

function entryOf(license: FreeLicense, price: ListPrice | undefined, now: number): PoolEntry {
  const { licenseId, priceList, ip, expiresOn, expiresAtMs, expiredAtMs, usableAtMs, lastHolder } = license;
  const daysLeft = Math.max(0, Math.floor((expiresAtMs - now) / DAY_MS));
  const value = price && leftOf(price, expiresOn, daysLeft);
  const usableFrom = usableAtMs > now ? utcDateOf(usableAtMs) : undefined;
  return {
    ...{ licenseId, priceList, ip, expiresOn, daysLeft, lastHolder, isExpired: expiredAtMs <= now },
    canServe: Math.max(usableAtMs, now) < expiresAtMs,
    ...(value && { value }),
    ...(usableFrom !== undefined && { usableFrom }),
  };
}

/** Takes the days left as a share of the period that ends with them. */
function leftOf(
  { amountMinor, currency, months }: ListPrice,
  expiresOn: CalendarDate,
  daysLeft: number,
): Money {
  const periodDays = daysBetween(addMonths(expiresOn, -months), expiresOn);
  return { amountMinor: Math.floor((amountMinor * daysLeft) / periodDays), currency };
}

/** Says from when a free license can be handed out. */
export function usableInWords({ usableFrom, isExpired, canServe, ip }: UsableEntry): string {
  if (isExpired) return `no more: expired, and still at ${ip}`;
  return canServe ? (usableFrom ?? 'now') : `at ${ip} alone: expires before it may move`;
}

type UsableEntry = Pick<PoolEntry, 'usableFrom' | 'isExpired' | 'canServe' | 'ip'>;

/** Draws a pool as markdown tables for the Temporal UI. */
export function drawPool(
  state: PoolState & { readonly size?: number },
  now: number,
  rowsShown: number,
): string {
  const claims = Object.entries(state.claims);
  const parked = state.parked.filter(({ forfeitedAtMs }) => forfeitedAtMs === undefined);
  const given = state.parked.length - parked.length;
  const head = `${state.size ?? state.free.length} free, ${claims.length} claimed, ${parked.length} parked, ${given} forfeited, ${state.lapsed} lapsed`;
  const advice =
    parked.length === 0
      ? 'nothing to do'
      : 'the license server did not take the parked ones back: settle it there, then `panelkeeper reconcile --apply`, or give them up by `panelkeeper pool forfeit`';
  const rows = entriesOf(state, now)
    .slice(0, rowsShown)
    .map(({ licenseId, priceList, expiresOn, daysLeft, value, lastHolder, ...entry }) =>
      row([
        ...[licenseId, priceList, expiresOn, String(daysLeft), value ? formatMoney(value) : '-'],
        ...[usableInWords(entry), lastHolder],
      ]),
    );
  return [
    head,
    '',
    `What you can do: ${advice}`,
    '',
    row(['License', 'Price list', 'Expires', 'Days left', 'Value', 'Usable from', 'Last holder']),
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    ...parked.map(({ licenseId, priceList, expiresOn, lastHolder, failure, message }) =>
      row([licenseId, priceList, expiresOn, 'parked', failure, message, lastHolder]),
    ),
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((text) => text.replace(/\|/g, '\\|').replace(/\s+/g, ' ').slice(0, 200)).join(' | ')} |`;
}
