/** What can happen next in a world: every message, outcome, delay and passing of time. */
import { mayBeWithdrawn, isSameCall, type Call } from '../../src/domain/life/call.js';
import { settle } from '../../src/domain/life/settle.js';
import type { TermsAnswer } from '../../src/domain/terms/terms.js';
import { execute } from './license-server.js';
import { arrived, comingOf } from './outcomes.js';
import type { Rules } from './rules.js';
import { messagesTo } from './messages.js';
import { eventsOf, isExchange } from './events.js';
import { onLearned, onLine, onSleep, onTick, onWorld } from './invariants.js';
import { momentsOf } from './moments.js';
import { tidy } from './tidy.js';
import { atInstant, seated, type Seat, type World } from './world.js';

export interface Move {
  readonly label: string;
  readonly world: World;
  /** A kind license server does it, and nobody says anything. */
  readonly isKind: boolean;
  readonly takesTime: boolean;
  readonly seen: readonly string[];
  readonly violations: readonly string[];
}

interface Notes {
  readonly seen: string[];
  readonly violations: string[];
}

const HOUR_MS = 3_600_000;

/** Lists what can happen next. */
export function movesOf(world: World, rules: Rules): Move[] {
  return [
    ...world.seats.flatMap((seat, index) => [
      ...outcomes(world, index, rules),
      ...messages(world, index, rules),
    ]),
    ...arrivals(world),
    ...moods(world),
    ...ticks(world, rules),
  ];
}

type Kinds = Partial<Pick<Move, 'isKind' | 'takesTime'>>;

/** Ends a move: whoever has nothing under way decides what he does next. */
function move(label: string, world: World, notes: Notes, rules: Rules, kinds: Kinds = {}): Move {
  const next = world.seats.reduce((now, _seat, index) => goesOn(now, index, rules, notes), world);
  const tidied = tidy(next);
  if (isExchange(tidied)) notes.seen.push('an exchange of addresses');
  return {
    label,
    world: tidied,
    isKind: kinds.isKind ?? true,
    takesTime: kinds.takesTime ?? false,
    seen: notes.seen,
    violations: [...notes.violations, ...onWorld(tidied)],
  };
}

/** Starts a world: every service decides what it does first. */
export function started(world: World, label: string, rules: Rules): Move {
  return move(label, world, notes(), rules);
}

function notes(): Notes {
  return { seen: [], violations: [] };
}

/** Lets a service decide until it has a call under way, sleeps or has ended. */
function goesOn(world: World, index: number, rules: Rules, { seen, violations }: Notes): World {
  let seat = world.seats[index]!;
  if (seat.hasEnded || seat.underWay || seat.sleep) return world;
  const { now } = world;
  for (let count = 0; count < 30; count += 1) {
    const step = rules.decide(seat.life, now);
    seen.push(`policy ${step.policy}`);
    switch (step.kind) {
      case 'end':
        return seated(world, index, { ...seat, hasEnded: true });
      case 'wait':
        if (step.untilMs <= now) violations.push(`6 waits for the past: ${step.why}`);
        violations.push(...onSleep(world, seat.life, step));
        return seated(world, index, { ...seat, sleep: step });
      case 'call': {
        const { call } = step;
        const life = rules.learn(seat.life, { kind: 'calls', call }, now);
        if (call.kind !== 'resolveTerms' || world.setting.isThorough)
          return seated(world, index, { ...seat, life, underWay: { call, hasPassedLine: false } });
        const came = execute(world, life.wish.service.serviceId, call);
        const result = ('result' in came ? came.result : null) as TermsAnswer;
        seat = { ...seat, life: rules.learn(life, { kind: 'done', call, result }, now) };
      }
    }
  }
  violations.push('8 looks its terms up for ever');
  return seated(world, index, seat);
}

function outcomes(world: World, index: number, rules: Rules): Move[] {
  const seat = world.seats[index]!;
  const { underWay, life } = seat;
  if (!underWay) return [];
  const { call } = underWay;
  const { serviceId } = life.wish.service;
  return comingOf(world, serviceId, underWay, rules).map((coming) => {
    const label = `${serviceId}: ${call.kind} ${coming.label}`;
    const found = notes();
    found.seen.push(`${coming.label}: ${call.kind}`);
    const kinds = { isKind: !coming.isFault };
    if (!coming.fact) {
      found.violations.push(...onLine(world, seat, call));
      const passed = { ...seat, underWay: { call, hasPassedLine: true } };
      return move(label, seated(coming.world, index, passed), found, rules, kinds);
    }
    const learned = rules.learn(life, coming.fact, world.now);
    found.seen.push(...eventsOf(world, coming, life, learned));
    found.violations.push(...onLearned({ world, coming, before: life, after: learned }, rules));
    const next: Seat = { ...seat, life: learned, underWay: null };
    return move(label, seated(coming.world, index, next), found, rules, kinds);
  });
}

function messages(world: World, index: number, rules: Rules): Move[] {
  const seat = world.seats[index]!;
  if (world.messages === 0 || seat.hasEnded) return [];
  return messagesTo(world, seat, rules).map(({ label, fact, givesUp }) => {
    const found = notes();
    const life = rules.learn(seat.life, fact, world.now);
    const heard = { ...world, messages: world.messages - 1, forfeited: [...world.forfeited, ...givesUp] };
    found.seen.push(`${seat.life.acquiring.kind} > ${life.acquiring.kind}`);
    const next = asked({ ...seat, life, sleep: null }, world.now, rules, found);
    const { serviceId } = life.wish.service;
    return move(`${serviceId}: told ${label}`, seated(heard, index, next), found, rules, { isKind: false });
  });
}

/**
 * Asks again while a call is under way: what is not wanted any more is withdrawn, unless it is too
 * late.
 */
function asked(seat: Seat, now: number, rules: Rules, { seen }: Notes): Seat {
  const { underWay, life } = seat;
  if (!underWay) return seat;
  const { call, hasPassedLine } = underWay;
  if (!mayBeWithdrawn(call) || isStillWanted(rules, life, call, now)) return seat;
  seen.push(`${hasPassedLine ? 'too late' : 'withdrawn'}: ${call.kind}`);
  if (hasPassedLine || !rules.withdraws) return seat;
  return { ...seat, life: rules.learn(life, { kind: 'withdrawn', call }, now), underWay: null };
}

function isStillWanted(rules: Rules, life: Seat['life'], call: Call, now: number): boolean {
  const step = rules.decide(life, now);
  return step.kind === 'call' && isSameCall(step.call, call);
}

function arrivals(world: World): Move[] {
  return world.late.map(({ serviceId, call }, at) => {
    const left = { ...world, late: world.late.filter((_, index) => index !== at) };
    const next = tidy(arrived(left, serviceId, call));
    return {
      label: `late ${call.kind} of ${serviceId} arrives`,
      world: next,
      isKind: true,
      takesTime: false,
      seen: [`arrived: ${call.kind}`],
      violations: onWorld(next),
    };
  });
}

function moods(world: World): Move[] {
  const to = (mood: World['mood'], faults: number): Move => ({
    label: mood ? `${mood} are refused from now on` : 'it is repaired',
    world: { ...world, mood, faults },
    isKind: mood === null,
    takesTime: mood === null,
    seen: [],
    violations: [],
  });
  if (world.mood) return [to(null, world.faults)];
  return world.faults > 0 ? [to('edits', world.faults - 1), to('payments', world.faults - 1)] : [];
}

/** Time passes only when everybody sleeps, except for one call that waits in a busy queue. */
function ticks(world: World, rules: Rules): Move[] {
  const { seats, now } = world;
  const living = seats.filter(({ hasEnded }) => !hasEnded);
  if (living.length === 0) return [];
  const grid = momentsOf(world).filter((momentMs) => momentMs > now);
  const next = Math.min(...grid);
  const calling = living.filter(({ underWay }) => underWay);
  if (calling.length > 0) {
    const mayWait = calling.every(
      ({ underWay }) => mayBeWithdrawn(underWay!.call) && !underWay!.hasPassedLine,
    );
    if (!mayWait || world.faults === 0 || next === Infinity || world.late.length > 0) return [];
    return [passes({ ...world, faults: world.faults - 1 }, next, 'the queue is busy until', rules)];
  }
  const due = Math.min(
    ...living.map(({ sleep }) => sleep?.untilMs ?? Infinity),
    ...world.late.map(({ untilMs }) => untilMs),
    next,
  );
  if (due === Infinity) return [];
  const soon = passes(world, due, 'it becomes', rules);
  const isLongWait = due < next && next < Infinity && (due - now >= 6 * HOUR_MS || areStuck(living, next));
  return isLongWait ? [soon, passes(world, next, 'at last it becomes', rules)] : [soon];
}

/** What is tried again and again in vain may come to the next moment at any of its tries. */
function areStuck(seats: readonly Seat[], nextMs: number): boolean {
  return seats.every(({ sleep }) => !sleep || sleep.untilMs >= nextMs || (sleep.trouble?.tries ?? 0) >= 4);
}

function passes(world: World, now: number, words: string, rules: Rules): Move {
  const found = notes();
  const isBusy = words.startsWith('the queue');
  const later = atInstant(world, now);
  const seats = later.seats.map((seat): Seat => {
    const { sleep, life } = seat;
    if (seat.underWay) return asked({ ...seat, life: settle(life, now) }, now, rules, found);
    if (!sleep || sleep.untilMs > now) return seat;
    return { ...seat, sleep: null, life: rules.learn(life, { kind: 'rested' }, now) };
  });
  found.violations.push(...onTick(world, { ...later, seats }));
  const at = new Date(now).toISOString().slice(0, 16);
  return move(`${words} ${at}`, { ...later, seats }, found, rules, { isKind: !isBusy, takesTime: true });
}
