import type { Intent } from '../../src/ledger/intent.js';
import type { Limits } from '../../src/ledger/limits.js';
import type { AttemptOutcome } from '../../src/ledger/outcome.js';
import { DAY, HOUR } from './sample-intent.js';

interface ModelAttempt {
  readonly intent: Intent;
  readonly atMs: number;
  kind: AttemptOutcome['kind'] | 'open';
  doubtMs: number;
  /** The scopes for which a human released it. */
  readonly released: Set<string>;
}

/**
 * The rules of the ledger, told a second time as plainly as they can be: lists, and no database.
 */
export class ModelLedger {
  readonly #attempts: ModelAttempt[] = [];

  intend(intent: Intent, limits: Limits, nowMs: number): string {
    const own = this.#attempts.filter((each) => each.intent.intentId === intent.intentId);
    const last = own.at(-1);
    if (last?.kind === 'done') return 'done';
    if (last?.kind === 'open' || last?.kind === 'unknown') return `inDoubt ${own.length} ${last.doubtMs}`;
    const { serviceId } = intent;
    const spent = (scope: string, ms: number, of: (attempt: ModelAttempt) => boolean = () => true) =>
      this.#attempts.filter(
        (each) =>
          ['open', 'unknown', 'done'].includes(each.kind) &&
          each.atMs > nowMs - ms &&
          !each.released.has(scope) &&
          of(each),
      );
    const checks = [
      [
        'service',
        'day',
        limits.perServicePerDay,
        spent(serviceId, DAY, (a) => a.intent.serviceId === serviceId),
      ],
      ['licenseServer', 'hour', limits.perHour, spent('', HOUR)],
      ['licenseServer', 'day', limits.perDay, spent('', DAY)],
    ] as const;
    for (const [scope, window, { payments = Infinity, amountMinor = Infinity }, attempts] of checks) {
      if (attempts.length >= payments) return `overLimit ${scope} ${window} payments ${attempts.length}`;
      const { currency } = intent.amount;
      const used = attempts
        .filter((each) => each.intent.amount.currency === currency)
        .reduce((sum, each) => sum + each.intent.amount.amountMinor, 0);
      if (used + intent.amount.amountMinor > amountMinor)
        return `overLimit ${scope} ${window} amountMinor ${used}`;
    }
    this.#attempts.push({ intent, atMs: nowMs, kind: 'open', doubtMs: nowMs, released: new Set() });
    return `recorded ${own.length + 1}`;
  }

  conclude(intentId: string, attempt: number, kind: AttemptOutcome['kind'], nowMs: number): string {
    const found = this.#attempts.filter((each) => each.intent.intentId === intentId)[attempt - 1];
    if (!found) return 'Contradiction';
    if (found.kind === kind) return 'ok';
    const open = found.kind === 'open' || (found.kind === 'unknown' && kind !== 'refused');
    if (!open) return 'Contradiction';
    found.kind = kind;
    found.doubtMs = nowMs;
    return 'ok';
  }

  release(serviceId?: string): string {
    for (const { released } of this.#attempts) released.add(serviceId ?? '');
    return 'ok';
  }
}
