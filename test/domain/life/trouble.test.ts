import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { FAILURES, traitsOf, type MetFailure } from '../../../src/domain/base/failures.js';
import {
  afterFailure,
  afterIntervention,
  callsHuman,
  dueAt,
  EMERGENCY_WAIT_MS,
  type Trouble,
} from '../../../src/domain/life/trouble.js';

const LIMIT = { timeout: 30_000 };
const MINUTE_MS = 60_000;
const NOW = Date.UTC(2030, 0, 1);
const kinds = Object.keys(FAILURES) as MetFailure[];
const page = readFileSync(new URL('../../../docs/cycle.md', import.meta.url), 'utf8');

/** Fails so often in a row, each time when it was due. */
function failing(failure: MetFailure, times: number): Trouble[] {
  const troubles: Trouble[] = [];
  let now = NOW;
  for (let at = 0; at < times; at += 1) {
    const trouble = afterFailure(troubles.at(-1), 'prolong', { failure, message: `try ${at}` }, now);
    troubles.push(trouble);
    now = trouble.untilMs;
  }
  return troubles;
}

describe('the rows of failures', () => {
  for (const kind of kinds) {
    const { waits, advice } = traitsOf(kind);
    it(`wait ${waits.join(', ')} minutes and so on after ${kind}, as the page says`, LIMIT, () => {
      const minutes = failing(kind, waits.length + 2).map(
        ({ untilMs, metAtMs }) => (untilMs - metAtMs) / MINUTE_MS,
      );
      assert.deepEqual(minutes, [...waits, waits.at(-1), waits.at(-1)]);
      assert.ok(advice.length > 0);
      const row = page.split('\n').find((line) => line.startsWith('| `') && line.includes(`\`${kind}\``));
      assert.ok(row?.split('|')[2]?.trim().startsWith(waits.join(', ')), row);
    });
  }
});

describe('a trouble', () => {
  it('begins anew when another failure comes, or of another call', LIMIT, () => {
    const [, second] = failing('LicenseServerBusy', 2);
    const met = { failure: 'AccessDenied', message: 'no rights' } as const;
    assert.equal(afterFailure(second, 'prolong', met, NOW).tries, 1);
    const same = { failure: 'LicenseServerBusy', message: '' } as const;
    assert.equal(afterFailure(second, 'askStatus', same, NOW).tries, 1);
    assert.equal(afterFailure(second, 'prolong', same, NOW).tries, 3);
  });

  it('waits as long as whoever failed knows', LIMIT, () => {
    const met = { failure: 'OutcomeUnknown', message: '', retryAfterMs: 5000 } as const;
    assert.equal(afterFailure(undefined, 'prolong', met, NOW).untilMs, NOW + 5000);
  });

  it('is due when the emergency begins, and every ten minutes in it', LIMIT, () => {
    const [refused] = failing('Refused', 1);
    assert.equal(dueAt(refused!, NOW + 20 * MINUTE_MS), NOW + 20 * MINUTE_MS);
    assert.equal(dueAt(refused!, NOW - MINUTE_MS), NOW + EMERGENCY_WAIT_MS);
    assert.equal(dueAt(refused!), NOW + 24 * 60 * MINUTE_MS);
    const [poor] = failing('InsufficientFunds', 1);
    assert.equal(dueAt(poor!, NOW), NOW + 360 * MINUTE_MS);
  });

  it('is tried at once when somebody acts, unless a call may still arrive', LIMIT, () => {
    const [busy] = failing('LicenseServerBusy', 1);
    const [lost] = failing('OutcomeUnknown', 1);
    const after = afterIntervention({ move: busy!, prolong: lost! }, NOW + 1);
    assert.equal(after.move!.untilMs, NOW + 1);
    assert.equal(after.prolong?.untilMs, lost?.untilMs);
    assert.equal(after.move!.tries, 1);
  });

  it('calls a human at once, after several times, or never', LIMIT, () => {
    const called = (failure: MetFailure) => failing(failure, 4).map(callsHuman);
    assert.deepEqual(called('Refused'), [true, true, true, true]);
    assert.deepEqual(called('IpAlreadyLicensed'), [false, false, true, true]);
    assert.deepEqual(called('LicenseServerBusy'), [false, false, false, false]);
  });
});
