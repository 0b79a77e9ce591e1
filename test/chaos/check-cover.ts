/** The check of time: no service was without a license while it was wanted active. */
import { DAY_MS } from '../../src/domain/base/calendar.js';
import { TRIAL_LIST } from './chaos-config.js';
import { holderIn } from './check-licenses.js';
import type { ActiveSpan, Evidence, Move } from './evidence.js';
import { staysOf, type Stay } from './license-history.js';
import { LARGEST_SKEW_MS } from './schedule.js';
import { inWords, violation, type Violation } from './violation.js';

/**
 * For so long a new service may wait: no weather lasts as long. A license that is held never runs
 * out.
 */
const LONGEST_WAIT_MS = 2 * DAY_MS;
/**
 * Both sides are compared once a day, and a list that is stale shows what it showed the day before:
 * several times in a row, where the weather is bad.
 */
const LONGEST_UNNOTICED_MS = 5 * DAY_MS;
/** No rule for changes of address lasts longer. */
const LONGEST_LIMIT_MS = 31 * DAY_MS;

export function checkCover(evidence: Evidence): Violation[] {
  const stays = staysOf(evidence.operations);
  return evidence.spans.flatMap((span) => {
    const untilMs = Math.min(span.untilMs, evidence.nowMs);
    const { serviceId } = span;
    const own = stays.filter(({ isActive, licname }) => isActive && holderIn(licname) === serviceId);
    const inTheWay = addressesOf(evidence.moves, serviceId).flatMap((stay) =>
      stays
        .filter(
          ({ isDeleted, ip, licname }) => !isDeleted && ip === stay.ip && holderIn(licname) !== serviceId,
        )
        .map(within(stay)),
    );
    const stranded = strandedTrials(stays, serviceId);
    const suspended = suspendedThere(evidence, stays, serviceId);
    const bareMs = firstBareMs([...own, ...inTheWay, ...stranded, ...suspended], { ...span, untilMs });
    if (bareMs === undefined) return [];
    const message = `service ${serviceId}, active since ${inWords(span.sinceMs)}, had no license at ${inWords(bareMs)}`;
    const last = own.filter(({ sinceMs }) => sinceMs <= bareMs).at(-1);
    return [
      violation(evidence, 'Licensed', message, { serviceId, ...(last && { licenseId: last.licenseId }) }),
    ];
  });
}

/**
 * The times in which a service's own trial has run out and may not leave its address, as it was
 * moved there within the rule for changes of address: nothing else can serve there.
 */
function strandedTrials(stays: readonly Stay[], serviceId: string): Time[] {
  return stays
    .filter(
      ({ licname, priceList, isActive, isDeleted }) =>
        holderIn(licname) === serviceId && priceList === TRIAL_LIST && !isActive && !isDeleted,
    )
    .filter((stay) => stays.some(({ licenseId, ip }) => licenseId === stay.licenseId && ip !== stay.ip))
    .map(({ sinceMs, untilMs, changedAtMs }) => ({
      sinceMs,
      untilMs: Math.min(untilMs, changedAtMs + LONGEST_LIMIT_MS + LONGEST_WAIT_MS),
    }));
}

/** The times in which the license server itself has suspended what serves, until it is noticed. */
function suspendedThere({ operations }: Evidence, stays: readonly Stay[], serviceId: string): Time[] {
  const own = stays.filter(({ licname }) => holderIn(licname) === serviceId);
  return operations
    .filter(({ func }) => func === 'vendor.suspend')
    .filter(({ licenseId, atMs }) =>
      own.some((stay) => stay.licenseId === licenseId && stay.sinceMs === atMs),
    )
    .map(({ atMs }) => ({ sinceMs: atMs, untilMs: atMs + LONGEST_UNNOTICED_MS + LONGEST_WAIT_MS }));
}

type Time = Pick<Stay, 'sinceMs' | 'untilMs'>;

/**
 * The times in which a service was wanted at an address. What another license holds there keeps
 * every other one out, for as long as its server's rule does not let it move.
 */
function addressesOf(moves: readonly Move[], serviceId: string): (Time & Pick<Stay, 'ip'>)[] {
  const own = moves.filter((move) => move.serviceId === serviceId);
  return own.map(({ ip, atMs }, at) => ({ ip, sinceMs: atMs, untilMs: own[at + 1]?.atMs ?? Infinity }));
}

function within({ sinceMs, untilMs }: Time): (time: Time) => Time {
  return (time) => ({
    sinceMs: Math.max(sinceMs, time.sinceMs),
    // The address is tried again each hour, through whatever weather.
    untilMs: Math.min(untilMs, time.untilMs + LONGEST_WAIT_MS),
  });
}

/** Finds the first instant of a span without any license, but for the wait at its beginning. */
function firstBareMs(times: readonly Time[], { sinceMs, untilMs }: ActiveSpan): number | undefined {
  let coveredMs = sinceMs + LONGEST_WAIT_MS;
  // What was done is dated by the license server's clock, what was wanted by ours.
  const isBareUntil = (nextMs: number) => coveredMs + LARGEST_SKEW_MS < Math.min(nextMs, untilMs);
  for (const time of [...times].sort((a, b) => a.sinceMs - b.sinceMs)) {
    if (time.untilMs <= time.sinceMs) continue;
    if (isBareUntil(time.sinceMs)) return coveredMs;
    coveredMs = Math.max(coveredMs, time.untilMs);
  }
  return isBareUntil(Infinity) ? coveredMs : undefined;
}
