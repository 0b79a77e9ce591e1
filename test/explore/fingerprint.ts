/**
 * Writes a world as a text in which equal situations are equal, whenever and with whatever numbers
 * they happen.
 */
import { utcStartOf } from '../../src/domain/base/calendar.js';
import { markerIn, serviceIdOf } from '../../src/domain/base/marker.js';
import type { Life } from '../../src/domain/life/life.js';
import { traitsOf } from '../../src/domain/base/failures.js';
import { planOf } from '../../src/domain/life/purpose.js';
import { termsQuestion } from '../../src/domain/life/terms-question.js';
import type { Trouble } from '../../src/domain/life/trouble.js';
import { momentsOf } from './moments.js';
import type { Seat, World } from './world.js';

/** What does not decide what happens next, or follows from what does. */
const SKIPPED = new Set([
  'message',
  'sinceMs',
  'metAtMs',
  'atMs',
  'hadNone',
  'tally',
  'keySinceMs',
  'firstRunId',
  'terms',
  'termsAnswer',
  'version',
  'ending',
  'changeId',
  'serviceName',
  'poolAskedFor',
  'confirmedFor',
  'compared',
  'expiresOn',
  'expiredAtMs',
  'licenseServer',
  'refusal',
  'panelRefusal',
]);

/**
 * How far past a moment an instant is told apart: by the hour, as whoever tries again each hour
 * would else seem to do so for ever beside one that waits a day.
 */
const BOUNDS = [2, 15, ...Array.from({ length: 25 }, (_, hour) => 60 * (hour + 1))].map(
  (minutes) => minutes * 60_000,
);

function boundsPassed(ms: number): number {
  return BOUNDS.filter((bound) => ms > bound).length;
}

class Writer {
  readonly #names = new Map<string, string>();
  readonly #moments: readonly number[];
  readonly #now: number;
  text = '';

  constructor(world: World) {
    this.#moments = momentsOf(world);
    this.#now = world.now;
  }

  /** Names an id by the order of its first use. */
  name(id: string): string {
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const name = `${serviceIdOf(id) ?? ''}#${this.#names.size}`;
    this.#names.set(id, name);
    return name;
  }

  /** Writes an instant as the moment that it is or comes after. */
  instant(at: number): string {
    if (at <= this.#now) return 'p';
    let base = this.#now;
    let rank = 0;
    for (const moment of this.#moments) {
      if (moment > at) break;
      base = moment;
      rank += 1;
    }
    const past = at - base;
    return past === 0 ? `g${rank}` : `g${rank}+${boundsPassed(past)}`;
  }

  put(value: unknown): void {
    if (typeof value === 'string') this.text += this.#string(value);
    else if (typeof value === 'number') this.text += value > 1e11 ? this.instant(value) : String(value);
    else if (Array.isArray(value)) this.#list(value);
    else if (typeof value === 'object' && value !== null) this.#record(value);
    else this.text += String(value);
    this.text += ',';
  }

  #string(value: string): string {
    if (/^\d{4}$/.test(value) || value.startsWith('pk/') || value.startsWith('run')) return this.name(value);
    const marker = value.endsWith(']') ? markerIn({ name: value }) : undefined;
    return marker ? this.name(marker) : value;
  }

  #list(values: readonly unknown[]): void {
    this.text += '[';
    for (const value of values) this.put(value);
    this.text += ']';
  }

  #record(record: object): void {
    this.text += '{';
    for (const [key, value] of Object.entries(record)) {
      if (SKIPPED.has(key)) continue;
      this.text += `${this.#string(key)}:`;
      if (key === 'trouble') this.#troubles(value as Life['trouble']);
      else this.put(value);
    }
    this.text += '}';
  }

  /** Tries count only as far as they make a difference. */
  #troubles(troubles: Life['trouble']): void {
    for (const subject of Object.keys(troubles).sort()) {
      const trouble = troubles[subject as keyof Life['trouble']] as Trouble;
      const tries = Math.min(trouble.tries, Math.max(traitsOf(trouble.failure).waits.length, 5));
      this.put([subject, { ...trouble, tries }]);
    }
  }
}

/** Gives the canonical text of a world. */
export function canonical(world: World): string {
  const writer = new Writer(world);
  const { seats, items, pool, intents, late, returns, messages, faults, mood, forfeited } = world;
  for (const seat of seats) putSeat(writer, seat, world.now);
  writer.put(wakingOrder(seats));
  for (const { id, list, name, ip, expiresOn, fixedUntilMs } of items)
    writer.put([id, list, name, ip, utcStartOf(expiresOn), fixedUntilMs]);
  writer.put([pool.free, pool.claims, pool.vacating, pool.parked]);
  writer.put([intents, late, returns, messages, faults, mood, forfeited]);
  return writer.text;
}

/**
 * Tells how long after the first to wake each service does: two waits that overlap are told apart
 * by it.
 */
function wakingOrder(seats: readonly Seat[]): number[] {
  const wakesAt = seats.map(({ sleep }) => sleep?.untilMs ?? 0);
  const first = Math.min(...wakesAt);
  return wakesAt.map((at) => (at === first ? 0 : 1 + boundsPassed(at - first)));
}

function putSeat(writer: Writer, { life, underWay, sleep, hasEnded }: Seat, now: number): void {
  if (hasEnded) return void (writer.text += 'ended;');
  const { renewAtMs, emergencyAtMs } = planOf(life);
  writer.put({ ...life, calling: null });
  const { held, poolAskedFor, confirmedFor } = life;
  const areNow = [poolAskedFor, confirmedFor].map((on) => on !== null && on === held?.license.expiresOn);
  const isCompared = (termsQuestion(life, now).ending?.chosen ?? null) !== null;
  writer.put([areNow, isCompared, life.termsAnswer === null, life.terms === null, renewAtMs, emergencyAtMs]);
  writer.put([underWay, sleep && [sleep.policy, sleep.untilMs]]);
}

/** Hashes a text to 53 bits, so that the seen worlds are a set of numbers. */
export function hashed(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}
