/** The check of time: no service was without a license while it was wanted active. */
import { DAY_MS } from '../../src/domain/base/calendar.js';
import { holderIn } from './check-licenses.js';
import type { ActiveSpan, Evidence } from './evidence.js';
import { LARGEST_SKEW_MS } from './schedule.js';
import { violation, type Violation } from './violation.js';

/**
 * For so long a new service may wait: no weather lasts as long. A license that is held never runs
 * out.
 */
const LONGEST_WAIT_MS = 2 * DAY_MS;
const ACTIVE = 2;

export function checkCover(evidence: Evidence): Violation[] {
  const cover = coverOf(evidence);
  return evidence.spans.flatMap((span) => {
    const bare = firstBareMs(cover.get(span.serviceId) ?? [], {
      ...span,
      untilMs: Math.min(span.untilMs, evidence.nowMs),
    });
    if (bare === undefined) return [];
    const message = `service ${span.serviceId}, active since ${inWords(span.sinceMs)}, had no license at ${inWords(bare)}`;
    return [violation(evidence, 'Licensed', message, { serviceId: span.serviceId })];
  });
}

/** A change of how many active licenses are bound to a service. */
interface Change {
  readonly atMs: number;
  readonly by: 1 | -1;
}

/** Replays every write of the license server. */
function coverOf({ operations }: Evidence): Map<string, Change[]> {
  const states = new Map<number, { holder?: string; active: boolean }>();
  const cover = new Map<string, Change[]>();
  const change = (serviceId: string, atMs: number, by: 1 | -1) =>
    cover.set(serviceId, [...(cover.get(serviceId) ?? []), { atMs, by }]);
  for (const { atMs, licenseId, changes } of operations) {
    const before = states.get(licenseId) ?? { active: false };
    const { licname, status } = changes;
    const after = {
      holder: licname ? holderIn(String(licname[1])) : before.holder,
      active: status ? status[1] === ACTIVE : before.active,
    };
    states.set(licenseId, after);
    if (before.active && before.holder !== undefined) change(before.holder, atMs, -1);
    if (after.active && after.holder !== undefined) change(after.holder, atMs, 1);
  }
  return cover;
}

/** Finds the first instant of a span without any license, but for the wait at its beginning. */
function firstBareMs(changes: readonly Change[], { sinceMs, untilMs }: ActiveSpan): number | undefined {
  const mustFromMs = sinceMs + LONGEST_WAIT_MS;
  let covered = 0;
  let bareSinceMs: number | undefined = 0;
  for (const { atMs, by } of [...changes, { atMs: untilMs, by: 1 as const }]) {
    if (bareSinceMs !== undefined && by === 1) {
      const bareFrom = Math.max(bareSinceMs, mustFromMs);
      // What was done is dated by the license server's clock, what was wanted by ours.
      if (bareFrom + LARGEST_SKEW_MS < Math.min(atMs, untilMs)) return bareFrom;
    }
    covered += by;
    if (covered > 0) bareSinceMs = undefined;
    else bareSinceMs ??= atMs;
    if (atMs >= untilMs) break;
  }
  return undefined;
}

function inWords(instantMs: number): string {
  return new Date(instantMs).toISOString();
}
