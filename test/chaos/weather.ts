import { DAY_MS } from '../../src/domain/base/calendar.js';
import type { FaultKind, FaultRuleInput } from '../../src/simulator/simulator.js';
import { diceFor } from './chance.js';

/** What the license server does to its callers for a while. */
export interface Weather {
  readonly atMs: number;
  readonly kind: 'calm' | 'rough' | 'storm' | 'outage';
  readonly rules: readonly FaultRuleInput[];
  /** Decides which requests the rules strike. */
  readonly seed: number;
}

/**
 * How likely each kind is, how long it lasts in days, and the share of requests that it strikes.
 */
const KINDS = {
  calm: { until: 0.25, days: [0.5, 4], intensity: 0.14 },
  rough: { until: 0.75, days: [0.5, 4], intensity: 0.42 },
  storm: { until: 0.93, days: [0.2, 1.5], intensity: 0.7 },
  // Shorter than half of any lead, so that no outage excuses a service without a license.
  outage: { until: 1, days: [0.02, 0.5], intensity: 1 },
} as const;

/** Plans the weather of so many days, the first from the first instant on. */
export function planWeather(seed: number, days: number): Weather[] {
  const dice = diceFor(seed, 'weather');
  const weather: Weather[] = [];
  for (let atMs = 0; atMs < days * DAY_MS;) {
    const drawn = dice.between(0, 1);
    const kind =
      (Object.keys(KINDS) as Weather['kind'][]).find((name) => drawn < KINDS[name].until) ?? 'calm';
    weather.push({
      atMs,
      kind,
      rules: kind === 'outage' ? outage() : rulesOf(KINDS[kind].intensity),
      seed: Math.floor(dice.between(0, 1e9)),
    });
    const [shortest, longest] = KINDS[kind].days;
    atMs += Math.round(dice.between(shortest, longest) * DAY_MS);
  }
  return weather;
}

function outage(): FaultRuleInput[] {
  return [
    { kind: 'refuse-connection', probability: 0.5 },
    { kind: 'drop-before', probability: 0.5 },
    { kind: 'http-503' },
  ];
}

const PAYING = ['soft.order.param', 'service.prolong'];

/**
 * How a change loses its answer after it was executed. A late execution is not among them: where
 * time skips, a call that is a moment late would come days late. The kills play it, in real time.
 */
const ANSWER_LOST = [
  'drop-after',
  'cut-body',
  'wrong-xml',
  'http-500',
  'http-502',
  'http-503',
  'maintenance',
] as const;
const NOT_EXECUTED = ['drop-before', 'http-500', 'http-503', 'session-expired'] as const;
const READ_BROKEN = [
  'drop-before',
  'cut-body',
  'wrong-xml',
  'http-502',
  'http-503',
  'maintenance',
  'delay',
  'session-expired',
  'captcha',
] as const;

/**
 * Spreads an intensity over all faults; the first rule that strikes counts, so rare ones stand
 * first.
 */
function rulesOf(intensity: number): FaultRuleInput[] {
  const share = (kinds: readonly FaultKind[], part: number) => (intensity * part) / kinds.length;
  return [
    { kind: 'refuse-connection', probability: intensity * 0.05 },
    ...[...PAYING, 'soft.edit'].flatMap((func) => [
      ...ANSWER_LOST.map((kind) => ({
        kind,
        func,
        only: 'write' as const,
        executed: true,
        probability: share(ANSWER_LOST, 0.9),
      })),
      ...NOT_EXECUTED.map((kind) => ({
        kind,
        func,
        only: 'write' as const,
        probability: share(NOT_EXECUTED, 0.5),
      })),
    ]),
    { kind: 'stale-list', func: 'soft', probability: intensity * 0.45 },
    { kind: 'short-list', func: 'soft', probability: intensity * 0.3 },
    { kind: 'short-list', func: 'soft', probability: intensity * 0.1, shortTotal: true },
    ...READ_BROKEN.map((kind) => ({
      kind,
      only: 'read' as const,
      delayMs: 3,
      probability: share(READ_BROKEN, 0.6),
    })),
  ];
}

/** Counts by kind, and how many of the paying calls were executed without an answer. */
export interface FaultTally {
  readonly faults: Record<string, number>;
  payingCalls: number;
  answersLost: number;
  /** How often a human was needed, by the failure. */
  readonly humans: Record<string, number>;
}

export function newTally(): FaultTally {
  return { faults: {}, payingCalls: 0, answersLost: 0, humans: {} };
}

interface Struck {
  readonly kind: FaultKind;
  readonly func: string;
  readonly executed: boolean;
  readonly matched: number;
  readonly happened: number;
}

/** Adds what the rules of one weather did; to be called before they are replaced. */
export function countFaults(tally: FaultTally, counts: readonly Struck[]): void {
  for (const { kind, happened } of counts) count(tally, kind, happened);
  for (const func of PAYING) {
    const rules = counts.filter((rule) => rule.func === func);
    // Every matching rule counts the request, so one of them tells how many there were.
    tally.payingCalls += rules[0]?.matched ?? 0;
    const lost = rules.filter(({ kind, executed }) => executed && ANSWER_LOST.some((each) => each === kind));
    tally.answersLost += lost.reduce((sum, { happened }) => sum + happened, 0);
  }
}

export function count(tally: FaultTally, kind: string, times = 1): void {
  if (times > 0) tally.faults[kind] = (tally.faults[kind] ?? 0) + times;
}
