/** The checks of thrift: nothing is bought for who has gone, or beside what is free. */
import { DAY_MS, utcDateOf } from '../../src/domain/base/calendar.js';
import type { Entry } from '../../src/ledger/entry.js';
import { holderIn } from './check-licenses.js';
import type { Evidence } from './evidence.js';
import { staysOf, type Stay } from './license-history.js';
import { inWords, violation, type Violation } from './violation.js';

/** Between the last question and the intent, which is one write, a close may be accepted. */
const LINE_MS = 2000;
/** The longest that any rule of a license server keeps an address from being changed again. */
const CHANGE_LIMIT_MS = 32 * DAY_MS;
const HOUR_MS = 3_600_000;

export function checkThrift(evidence: Evidence): Violation[] {
  const stays = staysOf(evidence.operations);
  return evidence.entries
    .filter(({ state, intent }) => state === 'done' && intent.amount.amountMinor > 0)
    .flatMap((entry) => {
      const { intentId, serviceId } = entry.intent;
      const blame = (rule: string, message: string) =>
        violation(evidence, rule, message, { serviceId, intentId });
      const closedAtMs = closedBefore(evidence, entry);
      const free = fittingFor(stays, entry);
      return [
        ...(closedAtMs === undefined
          ? []
          : [blame('NotForTheClosed', `${intentId} was paid after the close of ${inWords(closedAtMs)}`)]),
        ...(free === undefined
          ? []
          : [blame('PoolFirst', `${intentId} was bought while license ${free.licenseId} was free`)]),
      ];
    });
}

/**
 * Finds the close that had been accepted, and not followed by an opening, when an intent was
 * written.
 */
function closedBefore({ closings, spans }: Evidence, { atMs, intent }: Entry): number | undefined {
  const { serviceId } = intent;
  return closings.find(
    (closing) =>
      closing.serviceId === serviceId &&
      closing.atMs + LINE_MS < atMs &&
      !spans.some(
        (span) => span.serviceId === serviceId && span.sinceMs > closing.atMs && span.sinceMs <= atMs,
      ),
  )?.atMs;
}

/**
 * Finds a license that was free and good for what was ordered, and had been for an hour: somebody
 * may have been served from it a moment before or after.
 */
function fittingFor(stays: readonly Stay[], { atMs, intent }: Entry): Stay | undefined {
  if (intent.kind !== 'order') return undefined;
  const own = stays.filter((stay) => isAt(stay, atMs) && holderIn(stay.licname) === intent.serviceId);
  const lastsUntil = own.map(({ expiresOn }) => expiresOn).concat(utcDateOf(atMs + DAY_MS));
  return stays.find(
    (stay) =>
      stay.licname === 'free.lic' &&
      stay.isActive &&
      stay.priceList === intent.priceList &&
      lastsUntil.every((until) => stay.expiresOn > until) &&
      stay.changedAtMs + CHANGE_LIMIT_MS < atMs &&
      isAt(stay, atMs - HOUR_MS) &&
      isAt(stay, atMs + HOUR_MS),
  );
}

function isAt({ sinceMs, untilMs }: Stay, atMs: number): boolean {
  return sinceMs <= atMs && atMs < untilMs;
}
