import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { LICENSE_SERVER_FAILURES, OWN_FAILURES } from '../../../src/domain/base/failures.js';
import {
  afterFailure,
  afterIntervention,
  isInDoubt,
  needsHuman,
  type Trouble,
  type TroubleKind,
} from '../../../src/domain/life/trouble.js';

const LIMIT = { timeout: 30_000 };
const NOW = Date.UTC(2030, 0, 1);
const MINUTE_MS = 60_000;

/** The minutes from each try to the next; the last number repeats. */
const WAITS: Readonly<Record<TroubleKind, readonly number[]>> = {
  LicenseServerUnreachable: [1, 2, 5, 10, 20, 30, 60],
  LicenseServerBusy: [1, 2, 5, 10, 20, 30, 60],
  UnreadableAnswer: [1, 2, 5, 10, 20, 30, 60],
  ListUntrusted: [1, 2, 5, 10, 20, 30, 60],
  LicenseKeyPending: [1, 2, 5, 10, 20, 30, 60],
  ClockSkewed: [5, 10, 15, 30],
  BadCredentials: [5, 10, 15, 30],
  AccessDenied: [5, 10, 15, 30],
  InsufficientFunds: [360],
  SpendingLimitReached: [5, 10, 15, 30],
  ServiceStatusUnknown: [1, 2, 5, 10, 20, 30, 60],
  LedgerUnavailable: [5, 10, 15, 30],
  NotConfigured: [5, 10, 15, 30],
  IpChangeTooSoon: [1440],
  KeyChangeTooSoon: [1440],
  OutcomeUnknown: [10],
  WorkerFailure: [0.25, 1, 2, 5, 10, 20, 30, 60],
  IpAlreadyLicensed: [],
  PriceListUnavailable: [],
  LicenseNotFound: [],
  Refused: [],
  PaymentNotShown: [],
};
const kinds = Object.keys(WAITS) as TroubleKind[];

const met = (failure: TroubleKind) => ({ failure, message: '' });

function failing(failure: TroubleKind, times: number, emergencyAtMs?: number): Trouble[] {
  const troubles: Trouble[] = [];
  for (let now = NOW; troubles.length < times; now = troubles.at(-1)!.retryAtMs ?? now + 1) {
    troubles.push(
      afterFailure(troubles.at(-1), { failure, message: `try ${troubles.length + 1}` }, now, emergencyAtMs),
    );
  }
  return troubles;
}

function minutesWaited(troubles: readonly Trouble[]): (number | undefined)[] {
  return troubles.map(({ retryAtMs }, at) => {
    const from = at === 0 ? NOW : troubles[at - 1]!.retryAtMs!;
    return retryAtMs === undefined ? undefined : (retryAtMs - from) / MINUTE_MS;
  });
}

describe('afterFailure', () => {
  it('knows every failure of a license server, and a failure of the worker', LIMIT, () => {
    assert.deepEqual(
      [...kinds].sort(),
      [...Object.keys(LICENSE_SERVER_FAILURES), ...OWN_FAILURES, 'WorkerFailure'].sort(),
    );
  });

  for (const kind of kinds) {
    const waits = WAITS[kind];
    const last = waits.at(-1);
    const words = last === undefined ? 'waits for a human' : `waits ${waits.join(', ')} minutes and so on`;
    it(`${words} after ${kind}`, LIMIT, () => {
      const troubles = failing(kind, waits.length + 2);
      assert.deepEqual(minutesWaited(troubles), [...waits, last, last]);
      assert.deepEqual(
        troubles.map(({ tries }) => tries),
        troubles.map((_, at) => at + 1),
      );
      assert.ok(troubles.every(({ sinceMs }) => sinceMs === NOW));
      assert.equal(troubles.at(-1)?.message, `try ${waits.length + 2}`);
      assert.equal(troubles.at(-1)?.failure, kind);
    });
  }

  it('begins anew when another failure comes', LIMIT, () => {
    const [, second] = failing('LicenseServerBusy', 2);
    const later = NOW + 3 * MINUTE_MS;
    assert.deepEqual(afterFailure(second, { failure: 'AccessDenied', message: 'no rights' }, later), {
      failure: 'AccessDenied',
      message: 'no rights',
      sinceMs: later,
      tries: 1,
      retryAtMs: later + 5 * MINUTE_MS,
    });
  });

  it('waits ten minutes at most in the emergency, and not before it', LIMIT, () => {
    const emergencyAtMs = NOW + 18 * MINUTE_MS;
    const troubles = failing('LicenseServerUnreachable', 7, emergencyAtMs);
    assert.deepEqual(minutesWaited(troubles), [1, 2, 5, 10, 10, 10, 10]);
    const justBefore = afterFailure(
      troubles[3],
      met('LicenseServerUnreachable'),
      emergencyAtMs - 1,
      emergencyAtMs,
    );
    assert.equal(justBefore.retryAtMs, emergencyAtMs - 1 + 20 * MINUTE_MS);
    const daily = afterFailure(undefined, met('IpChangeTooSoon'), emergencyAtMs, emergencyAtMs);
    assert.equal(daily.retryAtMs, emergencyAtMs + 10 * MINUTE_MS);
  });

  it('goes on waiting for a human in the emergency', LIMIT, () => {
    assert.equal(afterFailure(undefined, met('Refused'), NOW, NOW - 1).retryAtMs, undefined);
  });

  it('hurries nobody in the emergency where trying sooner gains nothing', LIMIT, () => {
    for (const [kind, minutes] of [
      ['OutcomeUnknown', 10],
      ['InsufficientFunds', 360],
    ] as const) {
      const { retryAtMs } = afterFailure(undefined, met(kind), NOW, NOW);
      assert.equal(retryAtMs, NOW + minutes * MINUTE_MS);
    }
  });

  it('waits as long as whoever failed says', LIMIT, () => {
    const late = { ...met('OutcomeUnknown'), retryAfterMs: 25 * MINUTE_MS };
    assert.equal(afterFailure(undefined, late, NOW, NOW).retryAtMs, NOW + 25 * MINUTE_MS);
    assert.equal(afterFailure(undefined, { ...late, failure: 'Refused' }, NOW).retryAtMs, undefined);
  });
});

describe('needsHuman', () => {
  it('holds for what no time cures, for a spending limit, and for what is not configured', LIMIT, () => {
    const human = kinds.filter((kind) => needsHuman(afterFailure(undefined, met(kind), NOW)));
    const forEver = kinds.filter((kind) => WAITS[kind].length === 0);
    assert.deepEqual(human.sort(), [...forEver, 'SpendingLimitReached', 'NotConfigured'].sort());
  });
});

describe('isInDoubt', () => {
  it('holds for what may have been executed, and for nothing else', LIMIT, () => {
    assert.deepEqual(kinds.filter(isInDoubt), ['OutcomeUnknown', 'WorkerFailure']);
    for (const [kind, outcome] of Object.entries(LICENSE_SERVER_FAILURES)) {
      assert.equal(isInDoubt(kind as TroubleKind), outcome === 'unknown');
    }
  });
});

describe('afterIntervention', () => {
  it('leaves nothing of a trouble, so that the step is tried at once', LIMIT, () => {
    for (const kind of kinds.filter((each) => !isInDoubt(each))) {
      assert.equal(afterIntervention(afterFailure(undefined, met(kind), NOW)), undefined);
    }
    assert.equal(afterIntervention(undefined), undefined);
  });

  it('never shortens the wait for a call that may still be in flight', LIMIT, () => {
    for (const kind of kinds.filter(isInDoubt)) {
      const trouble = afterFailure(undefined, met(kind), NOW);
      assert.deepEqual(afterIntervention(trouble), trouble);
    }
  });
});
