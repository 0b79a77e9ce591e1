/** The check of time: no service was without a license while it was wanted active. */
import { DAY_MS } from '../../src/domain/base/calendar.js';
import { holderIn } from './check-licenses.js';
import type { ActiveSpan, Evidence } from './evidence.js';
import { staysOf, type Stay } from './license-history.js';
import { LARGEST_SKEW_MS } from './schedule.js';
import { violation, type Violation } from './violation.js';

/**
 * For so long a new service may wait: no weather lasts as long. A license that is held never runs
 * out.
 */
const LONGEST_WAIT_MS = 2 * DAY_MS;

export function checkCover(evidence: Evidence): Violation[] {
  const active = staysOf(evidence.operations).filter(({ isActive }) => isActive);
  return evidence.spans.flatMap((span) => {
    const untilMs = Math.min(span.untilMs, evidence.nowMs);
    const stays = active.filter(({ licname }) => holderIn(licname) === span.serviceId);
    const bareMs = firstBareMs(stays, { ...span, untilMs });
    if (bareMs === undefined) return [];
    const message = `service ${span.serviceId}, active since ${inWords(span.sinceMs)}, had no license at ${inWords(bareMs)}`;
    return [violation(evidence, 'Licensed', message, { serviceId: span.serviceId })];
  });
}

/** Finds the first instant of a span without any license, but for the wait at its beginning. */
function firstBareMs(stays: readonly Stay[], { sinceMs, untilMs }: ActiveSpan): number | undefined {
  let coveredMs = sinceMs + LONGEST_WAIT_MS;
  // What was done is dated by the license server's clock, what was wanted by ours.
  const isBareUntil = (nextMs: number) => coveredMs + LARGEST_SKEW_MS < Math.min(nextMs, untilMs);
  for (const stay of stays) {
    if (isBareUntil(stay.sinceMs)) return coveredMs;
    coveredMs = Math.max(coveredMs, stay.untilMs);
  }
  return isBareUntil(Infinity) ? coveredMs : undefined;
}

function inWords(instantMs: number): string {
  return new Date(instantMs).toISOString();
}
