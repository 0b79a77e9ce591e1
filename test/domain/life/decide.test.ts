import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { decide, LONGEST_SLEEP_MS, POLICIES } from '../../../src/domain/life/decide.js';
import type { Life } from '../../../src/domain/life/life.js';
import { termsQuestion } from '../../../src/domain/life/terms-question.js';
import { afterFailure } from '../../../src/domain/life/trouble.js';
import { sampleLife } from '../../support/samples.js';
import { cases, early, emergencyAtMs, renewAtMs } from './decide-cases.js';

const LIMIT = { timeout: 30_000 };

/** Lets the terms be known, unless it is about them. */
function knowing(life: Life, now: number): Life {
  if (life.termsAnswer === null) return life;
  return { ...life, termsAnswer: JSON.stringify(termsQuestion(life, now)) };
}

describe('a life', () => {
  for (const { name, life, now = early, policy, step, ip } of cases) {
    it(`${name}: ${step} by ${policy}`, LIMIT, () => {
      const decided = decide(knowing(life, now), now);
      assert.equal(decided.policy, policy);
      assert.equal(decided.kind === 'call' ? decided.call.kind : decided.kind, step);
      if (ip !== undefined)
        assert.ok(decided.kind === 'call' && decided.call.kind === 'readdress' && decided.call.ip === ip);
      if (decided.kind === 'wait') assert.ok(decided.untilMs > now);
      assert.ok(decided.why.length > 0);
    });
  }

  it('has a case for each policy', LIMIT, () => {
    const met = new Set<string>(cases.map(({ policy }) => policy));
    assert.deepEqual(
      Object.keys(POLICIES).filter((policy) => !met.has(policy)),
      [],
    );
  });

  it('sleeps until its renewal, and no longer than it may', LIMIT, () => {
    const sleep = decide(sampleLife(), early);
    assert.equal(sleep.kind === 'wait' && sleep.untilMs, renewAtMs);
    const long = decide(sampleLife(), early - 100 * LONGEST_SLEEP_MS);
    assert.equal(long.kind === 'wait' && long.untilMs, early - 99 * LONGEST_SLEEP_MS);
  });

  it('does not wait past its emergency for whatever has failed', LIMIT, () => {
    const met = { failure: 'Refused', message: 'no' } as const;
    const prolong = afterFailure(undefined, 'prolong', met, emergencyAtMs - 1000);
    const step = decide(sampleLife({ trouble: { prolong } }), emergencyAtMs - 500);
    assert.equal(step.kind === 'wait' && step.untilMs, emergencyAtMs);
    assert.equal(step.kind === 'wait' && step.asksHuman, true);
  });
});
