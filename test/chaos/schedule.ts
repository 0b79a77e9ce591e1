import { DAY_MS } from '../../src/domain/base/calendar.js';
import { diceFor, type Dice } from './chance.js';
import { planWeather, type Weather } from './weather.js';

export interface ChaosService {
  readonly serviceId: string;
  readonly serviceName: string;
  readonly ip: string;
  readonly panel: string;
  readonly servicePeriodMonths: number;
}

export type Wish = 'active' | 'suspended' | 'closed';

/** Something that happens at an instant, counted in ms from the beginning. */
export type ChaosEvent = { readonly atMs: number } & (
  | { readonly kind: 'weather'; readonly weather: Weather }
  /** The provisioning system wants a service so, and says it so many times at once. */
  | { readonly kind: 'wish'; readonly service: ChaosService; readonly wish: Wish; readonly times: number }
  /** Somebody makes a service look again, at whatever moment. */
  | { readonly kind: 'wake'; readonly service: ChaosService }
  /**
   * Workers end gracefully and others go on from the histories; the last ones keep some Workflows
   * in memory.
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
);

export interface ScheduleOptions {
  readonly seed: number;
  readonly services: number;
  readonly days: number;
}

const MINUTE_MS = 60_000;
/** The license server's clock is off by so much at the most. */
export const LARGEST_SKEW_MS = 15 * MINUTE_MS;

/** Plans everything that is done to a fleet, from the seed alone. */
export function planSchedule({ seed, services, days }: ScheduleOptions): ChaosEvent[] {
  const endMs = days * DAY_MS;
  const events: ChaosEvent[] = [
    ...planWeather(seed, days).map((weather) => ({ kind: 'weather' as const, atMs: weather.atMs, weather })),
    ...Array.from({ length: services }, (_, at) =>
      lifeOf(serviceOf(seed, at + 1), endMs, diceFor(seed, 'life', at)),
    ).flat(),
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
    ...Array.from({ length: days }, (_, day) => ({ kind: 'again' as const, atMs: (day + 1) * DAY_MS })),
  ];
  return events.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
}

function serviceOf(seed: number, number: number): ChaosService {
  const dice = diceFor(seed, 'service', number);
  return {
    serviceId: String(number),
    serviceName: `vps${number}`,
    ip: `192.0.${2 + Math.floor(number / 250)}.${1 + (number % 250)}`,
    panel: dice.pick(['billmanager6', '55227']),
    servicePeriodMonths: dice.pick([1, 1, 1, 12]),
  };
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

/**
 * One service after another of the same id, each opened, interrupted and closed at moments that are
 * bad for it.
 */
function lifeOf(first: ChaosService, endMs: number, dice: Dice): ChaosEvent[] {
  const events: ChaosEvent[] = [];
  let service = first;
  let atMs = Math.round(dice.between(0, Math.min(endMs * 0.2, 30 * DAY_MS)));
  const wish = (status: Wish) => {
    events.push({ kind: 'wish', atMs, service, wish: status, times: dice.pick([1, 1, 2, 4]) });
    // Who is told to wait asks again soon.
    for (const afterMs of [10_000, 15 * MINUTE_MS]) {
      events.push({ kind: 'again', atMs: atMs + afterMs, serviceId: service.serviceId });
    }
  };
  while (atMs < endMs) {
    wish('active');
    const openedAtMs = atMs;
    if (dice.happens(0.2)) {
      // While the order is in flight, in doubt or being waited out.
      atMs += Math.round(dice.between(0, 20) * MINUTE_MS);
    } else {
      atMs = badMoment(openedAtMs, dice);
      if (dice.happens(0.5)) {
        events.push({ kind: 'wake', atMs: atMs + Math.round(dice.between(0, 60) * MINUTE_MS), service });
      }
      while (dice.happens(0.4) && atMs < endMs) {
        wish('suspended');
        atMs += Math.round(dice.pick([0, dice.between(0, 1), dice.between(1, 40)]) * DAY_MS);
        wish('active');
        atMs = badMoment(atMs, dice);
      }
    }
    if (dice.happens(0.25)) break;
    wish('closed');
    if (dice.happens(0.15)) break;
    atMs += Math.round(dice.pick([0, dice.between(0, 20) * MINUTE_MS, dice.between(0, 20) * DAY_MS]));
    if (dice.happens(0.3))
      service = { ...service, ip: service.ip.replace(/^192\.0/, `198.${18 + (atMs % 2)}`) };
  }
  return events;
}

/** Some days around the end of a month, where prolongations fall due, or any moment. */
function badMoment(sinceMs: number, dice: Dice): number {
  const months = Math.ceil(dice.between(0, 5));
  const days = dice.happens(0.6) ? months * 30.44 - dice.between(0, 4) : dice.between(0.01, 150);
  return sinceMs + Math.round(days * DAY_MS);
}
