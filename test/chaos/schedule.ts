import { isDeepStrictEqual } from 'node:util';

import { DAY_MS } from '../../src/domain/base/calendar.js';
import { TRIAL } from '../../src/domain/base/period.js';
import { PANELS, TRIAL_PANEL } from './chaos-config.js';
import { diceFor, type Dice } from './chance.js';
import { planUpsets, type Upset } from './upsets.js';
import { planWeather, type Weather } from './weather.js';

export interface ChaosService {
  readonly serviceId: string;
  readonly serviceName: string;
  readonly ip: string;
  readonly panel: string;
  readonly servicePeriodMonths: number;
}

export type Wish = 'active' | 'suspended' | 'closed';

/** How the provisioning system wants a service to be from now on. */
export interface Desire {
  readonly service: ChaosService;
  readonly wish: Wish;
  /** When the service will end, counted in ms from the beginning; null where that is not known. */
  readonly endsAtMs: number | null;
}

/** Something that happens at an instant, counted in ms from the beginning. */
export type ChaosEvent =
  | Upset
  | ({ readonly atMs: number } & (
      | { readonly kind: 'weather'; readonly weather: Weather }
      /** The provisioning system says so many times at once what it wants. */
      | ({ readonly kind: 'desire'; readonly times: number } & Desire)
      /** Somebody makes a service look again, at whatever moment. */
      | { readonly kind: 'wake'; readonly service: ChaosService }
      /**
       * Workers end gracefully and others go on from the histories; the last ones keep some
       * Workflows in memory.
       */
      | { readonly kind: 'restart'; readonly isLast: boolean }
      | { readonly kind: 'drain' }
      /** The license server's clock goes so far before ours, or behind it. */
      | { readonly kind: 'clock'; readonly skewMs: number }
      | { readonly kind: 'topUp' }
      /**
       * The provisioning system asks again what was not answered, of one service or of all; then a
       * human looks as well.
       */
      | { readonly kind: 'again'; readonly serviceId?: string }
    ));

export interface ScheduleOptions {
  readonly seed: number;
  readonly services: number;
  readonly days: number;
}

const MINUTE_MS = 60_000;
/** The engine that skips time stands still where a Timer fires while it is being cancelled. */
const SAID_LATE_MS = 5 * MINUTE_MS;
/** The license server's clock is off by so much at the most. */
export const LARGEST_SKEW_MS = 15 * MINUTE_MS;

/** Plans everything that is done to a fleet, from the seed alone. */
export function planSchedule({ seed, services, days }: ScheduleOptions): ChaosEvent[] {
  const endMs = days * DAY_MS;
  const events: ChaosEvent[] = [
    ...planWeather(seed, days).map((weather) => ({ kind: 'weather' as const, atMs: weather.atMs, weather })),
    ...Array.from({ length: services }, (_, at) => livesOf(seed, at + 1, endMs)).flat(),
    ...every(endMs / 80, endMs / 8, diceFor(seed, 'restart')).map((atMs, at, { length }) => ({
      kind: 'restart' as const,
      atMs,
      isLast: at === length - 1,
    })),
    ...every(45 * DAY_MS, endMs, diceFor(seed, 'drain')).flatMap((atMs, at) => [
      { kind: 'drain' as const, atMs },
      {
        kind: 'topUp' as const,
        atMs: atMs + Math.round(diceFor(seed, 'topUp', at).between(0.01, 0.1) * DAY_MS),
      },
    ]),
    ...every(20 * DAY_MS, endMs, diceFor(seed, 'clock')).flatMap((atMs, at) => {
      const dice = diceFor(seed, 'skew', at);
      return [
        { kind: 'clock' as const, atMs, skewMs: Math.round(dice.between(-1, 1) * LARGEST_SKEW_MS) },
        { kind: 'clock' as const, atMs: atMs + Math.round(dice.between(0.02, 0.5) * DAY_MS), skewMs: 0 },
      ];
    }),
    ...planUpsets(seed, days),
    ...Array.from({ length: days }, (_, day) => ({ kind: 'again' as const, atMs: (day + 1) * DAY_MS })),
  ];
  return events.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
}

function serviceOf(seed: number, number: number): ChaosService {
  const dice = diceFor(seed, 'service', number);
  const [panel, servicePeriodMonths] = dice.pick([
    ...PANELS.flatMap((name) => [1, 1, 1, 12].map((months) => [name, months] as const)),
    [TRIAL_PANEL, TRIAL] as const,
  ]);
  return {
    serviceId: String(number),
    serviceName: `vps${number}`,
    ip: addressOf(number),
    panel,
    servicePeriodMonths,
  };
}

function addressOf(number: number): string {
  return `192.0.${2 + Math.floor(number / 250)}.${1 + (number % 250)}`;
}

/** The instants of something that comes about so often. */
function every(intervalMs: number, endMs: number, dice: Dice): number[] {
  const instants: number[] = [];
  for (let atMs = 0; ;) {
    atMs += Math.round(intervalMs * dice.between(0.3, 1.7));
    if (atMs >= endMs) return instants;
    instants.push(atMs);
  }
}

/** What is said anew of a service at an instant. */
interface Change {
  readonly atMs: number;
  readonly wish?: Wish;
  readonly endsAtMs?: number | null;
  readonly ip?: string;
  readonly panel?: string;
}

/** One service after another of the same id, with all that is said of them. */
function livesOf(seed: number, number: number, endMs: number): ChaosEvent[] {
  const dice = diceFor(seed, 'said', number);
  let now: Desire = { service: serviceOf(seed, number), wish: 'closed', endsAtMs: null };
  const changes = [...lifeOf(seed, number, endMs), ...movesOf(seed, number, endMs)];
  return changes
    .sort((a, b) => a.atMs - b.atMs)
    .flatMap((change): ChaosEvent[] => {
      const before = now;
      now = changed(before, change);
      const isOver = before.wish === 'closed' && now.wish === 'closed';
      if (isOver || isDeepStrictEqual(before, now)) return [];
      const { atMs } = change;
      const { serviceId } = now.service;
      return [
        { kind: 'desire', atMs, ...now, times: dice.pick([1, 1, 2, 4]) },
        // Who is told to wait asks again soon.
        ...[10_000, 15 * MINUTE_MS].map((afterMs) => ({
          kind: 'again' as const,
          atMs: atMs + afterMs,
          serviceId,
        })),
        ...(dice.happens(0.3)
          ? [{ kind: 'wake' as const, atMs: atMs + minutes(dice, 60), service: now.service }]
          : []),
      ];
    });
}

function changed({ service, wish, endsAtMs }: Desire, change: Change): Desire {
  const { ip = service.ip, panel = service.panel } = change;
  const next = change.wish ?? wish;
  // What is closed stays so, but for its opening; what is opened has no known end yet.
  const isBegun = wish === 'closed' || next === 'closed';
  const known = change.endsAtMs === undefined ? endsAtMs : change.endsAtMs;
  return {
    service: { ...service, ip, panel },
    wish: wish === 'closed' && next === 'suspended' ? 'closed' : next,
    endsAtMs: isBegun ? null : known,
  };
}

/** Says when a service is opened, interrupted and closed: at moments that are bad for it. */
function lifeOf(seed: number, number: number, endMs: number): Change[] {
  const dice = diceFor(seed, 'life', number);
  const hasTrial = serviceOf(seed, number).panel === TRIAL_PANEL;
  const said: Change[] = [];
  let atMs = Math.round(dice.between(0, Math.min(endMs * 0.2, 30 * DAY_MS)));
  while (atMs < endMs) {
    said.push({ atMs, wish: 'active' });
    // While the order is in flight, in doubt or being waited out; or later.
    const isShort = dice.happens(0.2);
    atMs = isShort ? atMs + minutes(dice, 20) : badMoment(atMs, dice);
    while (!isShort && dice.happens(0.55) && atMs < endMs) {
      const interruption = dice.pick(['suspended', 'suspended', 'panel', 'end'] as const);
      if (interruption === 'panel' && !hasTrial) said.push({ atMs, panel: dice.pick(PANELS) });
      if (interruption === 'suspended') {
        said.push({ atMs, wish: 'suspended' });
        atMs += Math.round(dice.pick([0, dice.between(0, 1), dice.between(1, 40)]) * DAY_MS);
        said.push({ atMs, wish: 'active' });
      }
      const endsAtMs = atMs + Math.round(dice.between(1, 90) * DAY_MS);
      // One that comes while all comes to rest would end what is still wanted.
      if (interruption === 'end' && endsAtMs < endMs - DAY_MS) {
        said.push({ atMs, endsAtMs });
        // It ends by itself then and is told so a moment later, or its end is taken back.
        const endsItself = dice.happens(0.5);
        atMs = endsItself ? endsAtMs + SAID_LATE_MS : Math.round(dice.between(atMs, endsAtMs));
        said.push(endsItself ? { atMs, wish: 'closed' } : { atMs, endsAtMs: null });
        if (endsItself) break;
      }
      atMs = badMoment(atMs, dice);
    }
    if (dice.happens(0.25)) break;
    said.push({ atMs, wish: 'closed' });
    if (dice.happens(0.15)) break;
    atMs += Math.round(dice.pick([0, dice.between(0, 20) * MINUTE_MS, dice.between(0, 20) * DAY_MS]));
  }
  return said;
}

/**
 * Says when a service has another address: two neighbours exchange theirs, one of them some time
 * before the other, or a service goes where nobody has been. Whoever is closed then leaves its
 * address to the neighbour.
 */
function movesOf(seed: number, number: number, endMs: number): Change[] {
  const neighbour = number % 2 === 1 ? number + 1 : number - 1;
  const pair = Math.max(number, neighbour);
  // A license may change its address once a month, and all is to have come to rest at the end.
  const instants = every(60 * DAY_MS, endMs - 40 * DAY_MS, diceFor(seed, 'moves', pair));
  let isExchanged = false;
  return instants.map((instantMs, at) => {
    const dice = diceFor(seed, 'move', pair, at);
    const isFirst = dice.happens(0.5) === (number === pair);
    const lagMs = dice.pick([0, minutes(dice, 30), Math.round(dice.between(0, 1) * DAY_MS)]);
    const isAlone = dice.happens(0.3);
    if (!isAlone) isExchanged = !isExchanged;
    const own = addressOf(isExchanged ? neighbour : number);
    return {
      atMs: instantMs + (isFirst ? 0 : lagMs),
      ip: isAlone ? own.replace(/^192\.0/, `198.${18 + (at % 2)}`) : own,
    };
  });
}

function minutes(dice: Dice, atMost: number): number {
  return Math.round(dice.between(0, atMost) * MINUTE_MS);
}

/** Some days around the end of a month, where prolongations fall due, or any moment. */
function badMoment(sinceMs: number, dice: Dice): number {
  const months = Math.ceil(dice.between(0, 5));
  const days = dice.happens(0.6) ? months * 30.44 - dice.between(0, 4) : dice.between(0.01, 150);
  return sinceMs + Math.round(days * DAY_MS);
}
