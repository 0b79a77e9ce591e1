import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { DAY_MS } from '../../../src/domain/base/calendar.js';
import type { LicenseId } from '../../../src/domain/base/license.js';
import type { Life } from '../../../src/domain/life/life.js';
import { decideNextStep, LONGEST_SLEEP_MS, stateOf } from '../../../src/domain/life/next-step.js';
import type { ServiceStatus } from '../../../src/domain/base/service.js';
import {
  ORDER_MADE,
  sampleFree,
  sampleHeld,
  sampleLife,
  sampleObtaining,
  sampleTerms,
} from '../../support/samples.js';
import { cases, early, emergencyAtMs, expiresAtMs, forHuman, renewAtMs, trouble } from './next-step-cases.js';

const LIMIT = { timeout: 30_000 };

describe('decideNextStep', () => {
  for (const { name, life, now = early, step, state } of cases) {
    it(name, LIMIT, () => {
      const decided = decideNextStep(life, now);
      assert.deepEqual(decided, step);
      assert.equal(stateOf(life, decided), state);
    });
  }

  it('gives each reason in one of these cases', LIMIT, () => {
    const reasons = new Set(cases.map(({ step }) => `${step.kind} ${step.reason}`));
    assert.deepEqual([...reasons].sort(), [
      'finish Refused',
      'finish ServiceClosed',
      'obtain NoLicense',
      'prolong Emergency',
      'prolong Expired',
      'prolong NearingExpiry',
      'resolve HumanDecided',
      'return ServiceClosed',
      'settle ServiceClosed',
      'wait LettingLapse',
      'wait NeedsHuman',
      'wait NothingToKeep',
      'wait Paid',
      'wait Retry',
    ]);
    const states = new Set(cases.map(({ state }) => state));
    assert.deepEqual([...states].sort(), [
      'active',
      'closed',
      'closing',
      'needs-human',
      'ordering',
      'retrying',
      'suspended',
    ]);
  });

  it('never sleeps longer than the cap', LIMIT, () => {
    const life = sampleLife();
    const now = renewAtMs - LONGEST_SLEEP_MS;
    assert.equal((decideNextStep(life, now) as { untilMs: number }).untilMs, renewAtMs);
    assert.equal((decideNextStep(life, now - 1) as { untilMs: number }).untilMs, renewAtMs - 1);
  });

  it('pays for an active service only, or for a suspended one that is kept paid', LIMIT, () => {
    fc.assert(
      fc.property(anyLife, anyNow, (life, now) => {
        const { kind } = decideNextStep(life, now);
        if (kind !== 'obtain' && kind !== 'prolong') return;
        assert.notEqual(life.status, 'closed');
        if (life.status === 'suspended') assert.equal(life.terms?.whileSuspended, 'prolong');
        if (life.status === 'suspended' && kind === 'obtain') assert.ok(life.obtaining);
      }),
    );
  });

  it('ends a wait in the future and a finished life with empty hands', LIMIT, () => {
    fc.assert(
      fc.property(anyLife, anyNow, (life, now) => {
        const step = decideNextStep(life, now);
        if (step.kind === 'wait') assert.ok(step.untilMs > now && step.untilMs <= now + LONGEST_SLEEP_MS);
        if (step.kind === 'finish') assert.ok(!life.license);
        assert.deepEqual(decideNextStep(structuredClone(life), now), step);
      }),
    );
  });
});

const anyNow = fc.integer({ min: early - 60 * DAY_MS, max: expiresAtMs + 60 * DAY_MS });
const anyLife: fc.Arbitrary<Life> = fc
  .record({
    status: fc.constantFrom<ServiceStatus>('active', 'suspended', 'closed'),
    license: fc.constantFrom(sampleHeld(), sampleHeld({ isLeftover: true }), undefined),
    outgoing: fc.constantFrom(sampleHeld({ licenseId: '900' as LicenseId }), undefined),
    readdress: fc.constantFrom({ from: '192.0.2.1', sinceMs: early }, undefined),
    closesAtMs: fc.constantFrom(early, emergencyAtMs, undefined),
    poolAskedFor: fc.constantFrom(sampleHeld().expiresOn, undefined),
    terms: fc.constantFrom(sampleTerms(), sampleTerms({ whileSuspended: 'lapse' }), undefined),
    obtaining: fc.constantFrom(
      sampleObtaining({ mayBeOrdered: ORDER_MADE }),
      sampleObtaining({ claimed: sampleFree() }),
      undefined,
    ),
    trouble: fc.constantFrom(trouble(), forHuman, { ...forHuman, step: 'readdress' }, undefined),
    refusal: fc.constantFrom('x', undefined),
  })
  .map((changes) => ({ ...sampleLife(), ...changes }));
