/** The worlds that an exploration starts from, and what may happen in them. */
import { addDays, date, utcDateOf } from '../../src/domain/base/calendar.js';
import type { LicenseId } from '../../src/domain/base/license.js';
import { FREE_IP, FREE_NAME } from '../../src/domain/base/marker.js';
import { newLife } from '../../src/domain/life/life.js';
import type { PoolState } from '../../src/domain/pool/pool-state.js';
import { emptyPool } from '../../src/domain/pool/pool-state.js';
import {
  freeAs,
  heldAs,
  LISTS,
  SERVER,
  SIBLING,
  TRIALS,
  type Item,
  type Setting,
  type World,
} from './world.js';

const IPS = ['192.0.2.1', '192.0.2.2'] as const;
const NOW = Date.UTC(2026, 0, 1, 12);

/**
 * Where services begin: with nothing, with a license of the pool, with what stands in the way, or
 * held already.
 */
export type Start =
  | 'empty'
  | 'lapsing here'
  | 'free'
  | 'held and free'
  | 'foreign here'
  | 'sibling'
  | 'trial'
  | 'in the way'
  | 'in the way and free'
  | 'two held';

export interface Scene {
  readonly setting: Setting;
  readonly starts: readonly Start[];
  readonly services: 1 | 2;
  readonly messages: number;
  readonly faults: number;
}

const ALL_TELLS = [
  'close',
  'suspend',
  'resume',
  'ip',
  'panel',
  'end',
  'noEnd',
  'wake',
  'reread',
  'retry',
  'forfeit',
  'accept',
  'setExpiry',
] as const;

const ALL_STARTS = ['empty', 'lapsing here', 'free', 'held and free', 'foreign here'] as const;
const SIBLINGS = ['empty', 'held and free', 'sibling'] as const;

export const BASIC: Setting = {
  name: 'lapse, no swap',
  whileSuspended: 'lapse',
  swaps: false,
  asks: false,
  confirms: false,
  tells: ALL_TELLS,
  ips: IPS,
  hasSiblings: false,
  isThorough: false,
};

const SWAPS: Setting = {
  ...BASIC,
  name: 'kept while suspended, swap',
  whileSuspended: 'prolong',
  swaps: true,
};
const THOROUGH: Setting = {
  ...SWAPS,
  name: 'swap, two lists, asked first, everything lost',
  asks: true,
  hasSiblings: true,
  isThorough: true,
  tells: [...ALL_TELLS, 'reset'],
};
const MOVES: Setting = { ...BASIC, name: 'addresses', tells: ['ip', 'close'] };

const VACATES: Setting = { ...BASIC, name: 'what is in the way', isThorough: true };
const RESETS: Setting = { ...THOROUGH, name: 'reset and closed', tells: ['reset', 'close'] };
const CONFIRMS: Setting = {
  ...BASIC,
  name: 'payments confirmed',
  confirms: true,
  swaps: true,
  tells: ['confirm', 'close', 'ip', 'end'],
};
const REORDERED: Setting = {
  ...BASIC,
  name: 'another order of the client',
  tells: ['order', 'close', 'panel', 'end'],
};
const TRIED: Setting = {
  ...THOROUGH,
  name: 'a trial, everything lost',
  tells: ['close', 'ip', 'suspend', 'resume'],
};
const HUMAN: Setting = {
  ...THOROUGH,
  name: 'everything lost, a human decides',
  tells: ['close', 'accept', 'setExpiry', 'wake'],
};

/** One fault or one message, from wherever a life may begin. */
export const SMALLEST: readonly Scene[] = [
  {
    setting: THOROUGH,
    starts: [...ALL_STARTS, 'sibling', 'trial', 'in the way'],
    services: 1,
    messages: 0,
    faults: 1,
  },
  { setting: THOROUGH, starts: ['free', 'held and free', 'trial'], services: 1, messages: 1, faults: 0 },
];

/** The scenes of the short run, which takes seconds. */
export const SHORT: readonly Scene[] = [
  { setting: BASIC, starts: ['empty', 'free', 'held and free'], services: 1, messages: 1, faults: 1 },
  { setting: VACATES, starts: ['in the way'], services: 1, messages: 1, faults: 1 },
  { setting: THOROUGH, starts: ['sibling'], services: 1, messages: 1, faults: 1 },
  { setting: CONFIRMS, starts: ['held and free'], services: 1, messages: 1, faults: 1 },
  { setting: REORDERED, starts: ['held and free'], services: 1, messages: 1, faults: 1 },
  { setting: TRIED, starts: ['trial'], services: 1, messages: 0, faults: 2 },
  { setting: MOVES, starts: ['two held'], services: 2, messages: 2, faults: 0 },
];

/** The scenes of the long run, which takes minutes. */
export const LONG: readonly Scene[] = [
  ...SHORT,
  { setting: THOROUGH, starts: ['empty', 'held and free'], services: 1, messages: 1, faults: 1 },
  { setting: VACATES, starts: ['in the way and free'], services: 1, messages: 1, faults: 1 },
  { setting: BASIC, starts: ALL_STARTS, services: 1, messages: 2, faults: 1 },
  { setting: SWAPS, starts: ALL_STARTS, services: 1, messages: 1, faults: 2 },
  { setting: CONFIRMS, starts: ['held and free'], services: 1, messages: 2, faults: 1 },
  { setting: REORDERED, starts: ['empty', 'held and free'], services: 1, messages: 2, faults: 1 },
  { setting: HUMAN, starts: ['empty', 'held and free'], services: 1, messages: 1, faults: 2 },
  { setting: TRIED, starts: ['trial'], services: 1, messages: 1, faults: 2 },
  { setting: RESETS, starts: ['held and free'], services: 1, messages: 2, faults: 1 },
  { setting: MOVES, starts: ['two held'], services: 2, messages: 2, faults: 1 },
];

/**
 * The scenes of lives that are drawn at random, in which far more comes than can all be visited.
 */
export const LIVED: readonly Scene[] = [
  { setting: BASIC, starts: ALL_STARTS, services: 1, messages: 8, faults: 8 },
  { setting: THOROUGH, starts: [...ALL_STARTS, ...SIBLINGS, 'trial'], services: 1, messages: 8, faults: 8 },
  { setting: THOROUGH, starts: ['two held', 'empty', 'free'], services: 2, messages: 8, faults: 6 },
];

/** Makes the worlds that a scene begins with. */
export function worldsOf({ setting, starts, services, messages, faults }: Scene): World[] {
  return starts.map((start) => {
    const items = itemsOf(start);
    const held = ['s1', 's2'].map((id) => items.find(({ name }) => name.includes(`pk/${id}/`)));
    return {
      setting,
      now: NOW,
      items,
      pool: poolOf(items),
      intents: {},
      late: [],
      returns: [],
      seats: held.slice(0, services).map((item, index) => ({
        life: newLife(serviceOf(index), `run00000000${index}`, item && heldAs(item, 'adopted')),
        underWay: null,
        sleep: null,
        hasEnded: false,
      })),
      messages,
      faults,
      mood: null,
      nextId: 2001,
      forfeited: [],
    };
  });
}

function serviceOf(index: number) {
  return {
    serviceId: `s${index + 1}`,
    serviceName: 'vps',
    ip: IPS[index]!,
    panel: 'a',
    servicePeriodMonths: 1,
  };
}

function itemsOf(start: Start): Item[] {
  const item = (id: number, name: string, ip: string, days: number, list = LISTS['a']!): Item => ({
    id: String(id) as LicenseId,
    list,
    name,
    ip,
    expiresOn: addDays(date(utcDateOf(NOW)), days),
    fixedUntilMs: 0,
    isOurs: name !== 'foreign',
  });
  const heldBy = (id: string) => `Item #${id} addon vps [pk/${id}/run000000000.0]`;
  switch (start) {
    case 'empty':
      return [];
    case 'lapsing here':
      return [item(1001, FREE_NAME, IPS[0], 1)];
    case 'free':
      return [item(1001, FREE_NAME, FREE_IP, 20), item(1002, FREE_NAME, IPS[0], 0)];
    case 'held and free':
      return [item(1001, heldBy('s1'), IPS[0], 15), item(1002, FREE_NAME, IPS[1], 25)];
    case 'foreign here':
      return [item(1001, 'foreign', IPS[0], 10)];
    case 'sibling':
      return [item(1001, FREE_NAME, FREE_IP, 20, SIBLING)];
    case 'trial':
      return [item(1001, heldBy('s1'), IPS[0], 15, TRIALS)];
    case 'in the way':
      return [item(1001, FREE_NAME, IPS[0], 20, SIBLING)];
    case 'in the way and free':
      return [item(1001, FREE_NAME, IPS[0], 20, SIBLING), item(1002, FREE_NAME, FREE_IP, 22)];
    case 'two held':
      return [item(1001, heldBy('s1'), IPS[0], 15), item(1002, heldBy('s2'), IPS[1], 25)];
  }
}

function poolOf(items: readonly Item[]): PoolState {
  const free = items.filter(({ name }) => name === FREE_NAME).map((item) => freeAs(item, 's9'));
  return { ...emptyPool(SERVER), free };
}
