/**
 * The pure world around the lives: a license server, the ledger, the pool's books, callers and what
 * is on its way.
 */
import {
  addMonths,
  DAY_MS,
  utcDateOf,
  utcStartOf,
  type CalendarDate,
} from '../../src/domain/base/calendar.js';
import type { LicenseId, PriceListCode } from '../../src/domain/base/license.js';
import { FREE_NAME } from '../../src/domain/base/marker.js';
import { TRIAL } from '../../src/domain/base/period.js';
import { DEFAULT_LEAD } from '../../src/domain/base/renewal.js';
import type { Call } from '../../src/domain/life/call.js';
import type { HeldLicense } from '../../src/domain/life/holding.js';
import type { Life } from '../../src/domain/life/life.js';
import type { Step } from '../../src/domain/life/step.js';
import type { FreeLicense } from '../../src/domain/pool/pool.js';
import type { PoolState } from '../../src/domain/pool/pool-state.js';
import type { Terms, TermsQuestion } from '../../src/domain/terms/terms.js';

export const SERVER = 'server';
/** A license is deleted so long after its expiry. */
const DELETED_AFTER_MS = 4 * DAY_MS;

/** A license as it stands at its server; its name is a marker, `free.lic`, or somebody else's. */
export interface Item {
  readonly id: LicenseId;
  readonly list: PriceListCode;
  readonly name: string;
  readonly ip: string;
  readonly expiresOn: CalendarDate;
  /** Until when (epoch ms) its address is not changed again; 0 where it may be. */
  readonly fixedUntilMs: number;
  /** It was obtained by us, and must never be lost. */
  readonly isOurs: boolean;
}

/**
 * A call that is under way: in the queue until it has passed its line, after which it is not taken
 * back.
 */
export interface UnderWay {
  readonly call: Call;
  readonly hasPassedLine: boolean;
}

/** One service: what its Workflow remembers, and what it is doing. */
export interface Seat {
  readonly life: Life;
  readonly underWay: UnderWay | null;
  /** The wait that it is in. */
  readonly sleep: Extract<Step, { kind: 'wait' }> | null;
  readonly hasEnded: boolean;
}

/** A call whose answer was lost and that may still arrive. */
export interface Late {
  readonly serviceId: string;
  readonly call: Call;
  readonly untilMs: number;
}

/** A payment as the ledger has it: open until this instant where its outcome is not known. */
export interface Intent {
  readonly executed: number;
  readonly openUntilMs: number;
}

/** What fails until it is repaired. */
export type Mood = 'edits' | 'payments' | null;

/** What the world does and the messages that may come, for a whole scene. */
export interface Setting {
  readonly name: string;
  readonly whileSuspended: Terms['whileSuspended'];
  readonly swaps: boolean;
  readonly asks: boolean;
  /** A human confirms each payment. */
  readonly confirms: boolean;
  readonly tells: readonly string[];
  readonly ips: readonly string[];
  /** Panel `a` is sold under a second price list, whose licenses in the pool may serve as well. */
  readonly hasSiblings: boolean;
  /** Messages to our own Workflows may be lost as well, and terms take their time. */
  readonly isThorough: boolean;
}

export interface World {
  readonly setting: Setting;
  readonly now: number;
  readonly items: readonly Item[];
  readonly pool: PoolState;
  readonly intents: Readonly<Record<string, Intent>>;
  readonly late: readonly Late[];
  readonly seats: readonly Seat[];
  /** The returns that the pool was told of: told twice, they count once. */
  readonly returns: readonly string[];
  readonly messages: number;
  readonly faults: number;
  readonly mood: Mood;
  readonly nextId: number;
  /** What humans have given up for lost. */
  readonly forfeited: readonly string[];
}

export const LISTS: Readonly<Record<string, PriceListCode>> = {
  a: '1' as PriceListCode,
  b: '2' as PriceListCode,
};
/** The second price list of panel `a`: one address takes one license of both. */
export const SIBLING = '3' as PriceListCode;

/** The price list of its trials, which a paid license follows. */
export const TRIALS = '4' as PriceListCode;

/** Lists the price lists that clash with one at one address. */
export function rivalsOf(list: PriceListCode): readonly PriceListCode[] {
  return list === LISTS['b'] ? [list] : [LISTS['a']!, SIBLING, TRIALS];
}

/** Gives the instant at which an expiry date begins. */
export function expiryMs({ expiresOn }: Pick<Item, 'expiresOn'>): number {
  return utcStartOf(expiresOn);
}

/** Gives the instant at which a license is deleted. */
export function deletionMs(item: Item): number {
  return expiryMs(item) + DELETED_AFTER_MS;
}

/** Gives the terms of a service: constant leads keep the moments of all licenses in one order. */
export function termsOf(setting: Setting, { service, ending }: TermsQuestion): Terms {
  const { panel, servicePeriodMonths: periodMonths } = service;
  const isSibling = panel === 'a' && periodMonths === 2;
  const aligned = { priceList: isSibling ? SIBLING : LISTS[panel]!, periodMonths };
  const { whileSuspended, swaps, asks, confirms, hasSiblings } = setting;
  return {
    licenseServer: SERVER,
    processingModule: 'module',
    ...aligned,
    alignment: 'ExactMatch',
    whileSuspended,
    lead: { ...DEFAULT_LEAD, leadShare: 0, leadMinDays: 6, emergencyShare: 0, emergencyMinDays: 2 },
    ...(hasSiblings && panel === 'a' && { alsoFromPool: [SIBLING] }),
    ...(swaps && { swapAtRenewal: 'always' }),
    ...(asks && { asksStatus: 'wait' }),
    ...(setting.isThorough && ending?.chosen === null && { toCompare: { aligned, offers: [aligned] } }),
    ...(confirms && { confirmsDaysBefore: 8 }),
  };
}

export function itemOf({ items }: World, id: string): Item | undefined {
  return items.find((item) => item.id === id);
}

/** Writes a license at its server. */
export function written(world: World, item: Item): World {
  return { ...world, items: world.items.map((each) => (each.id === item.id ? item : each)) };
}

/** Says whether another license of the same list stands at an address. */
export function isOccupied({ items }: World, ip: string, list: PriceListCode, id?: string): boolean {
  return items.some((item) => item.ip === ip && item.id !== id && rivalsOf(list).includes(item.list));
}

/** Reads a license as a service holds it. */
export function heldAs(item: Item, source: HeldLicense['source']): HeldLicense {
  const expiresAtMs = expiryMs(item);
  return {
    licenseId: item.id,
    licenseServer: SERVER,
    priceList: item.list,
    periodMonths: item.list === TRIALS ? TRIAL : 1,
    expiresOn: item.expiresOn,
    expiresAtMs,
    expiredAtMs: expiresAtMs,
    source,
  };
}

/** Reads a license as the pool has it. */
export function freeAs(item: Item, lastHolder: string): FreeLicense {
  const expiresAtMs = expiryMs(item);
  return {
    licenseId: item.id,
    priceList: item.list,
    ip: item.ip,
    expiresOn: item.expiresOn,
    expiresAtMs,
    expiredAtMs: expiresAtMs,
    usableAtMs: 0,
    lastHolder,
  };
}

/** Makes a license at its server that is paid for a month from now. */
export function created(
  world: World,
  made: Pick<Item, 'list' | 'name' | 'ip'>,
): { world: World; item: Item } {
  const item: Item = {
    ...made,
    id: String(world.nextId) as LicenseId,
    expiresOn: addMonths(utcDateOf(world.now), 1),
    fixedUntilMs: 0,
    isOurs: true,
  };
  return { world: { ...world, items: [...world.items, item], nextId: world.nextId + 1 }, item };
}

export function isFree({ name }: Item): boolean {
  return name === FREE_NAME;
}

/** Replaces one seat. */
export function seated(world: World, index: number, seat: Seat): World {
  return { ...world, seats: world.seats.map((each, at) => (at === index ? seat : each)) };
}

/**
 * Moves the clock: what has surely run out is deleted, and what was lost for so long does not
 * arrive any more.
 */
export function atInstant(world: World, now: number): World {
  return {
    ...world,
    now,
    items: world.items.filter((item) => now < deletionMs(item)),
    late: world.late.filter(({ untilMs }) => now < untilMs),
  };
}
