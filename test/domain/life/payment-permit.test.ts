import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { permitPayment } from '../../../src/domain/life/payment-permit.js';

const LIMIT = { timeout: 30_000 };
const NOW = Date.UTC(2030, 0, 1);
const HOUR_MS = 3_600_000;

const by = (whenUnreachable: 'pay' | 'wait', whileSuspended?: 'keeps') => ({
  whenUnreachable,
  keptWhileSuspended: whileSuspended === 'keeps',
});

describe('permitPayment', () => {
  it('pays for a service that its provider calls active', LIMIT, () => {
    for (const policy of ['pay', 'wait'] as const) {
      const permit = permitPayment('active', by(policy), NOW, NOW + HOUR_MS);
      assert.deepEqual(permit, { kind: 'pay', reason: 'ServiceActive' });
    }
  });

  it('believes a provider that calls it closed or suspended, even in the emergency', LIMIT, () => {
    for (const status of ['closed', 'suspended'] as const) {
      for (const emergencyAtMs of [NOW + HOUR_MS, NOW]) {
        assert.deepEqual(permitPayment(status, by('pay'), NOW, emergencyAtMs), {
          kind: 'believe',
          status,
        });
      }
    }
  });

  it('pays for what a suspended service is to keep, and never for a closed one', LIMIT, () => {
    const permit = permitPayment('suspended', by('pay', 'keeps'), NOW, NOW);
    assert.deepEqual(permit, { kind: 'pay', reason: 'KeptWhileSuspended' });
    assert.deepEqual(permitPayment('closed', by('pay', 'keeps'), NOW, NOW), {
      kind: 'believe',
      status: 'closed',
    });
  });

  it('pays where the provider is unreachable, unless told to wait', LIMIT, () => {
    const permit = permitPayment('unreachable', by('pay'), NOW, NOW + HOUR_MS);
    assert.deepEqual(permit, { kind: 'pay', reason: 'ProviderUnreachable' });
  });

  it('waits an hour at a time, but never into the emergency', LIMIT, () => {
    const waits = (emergencyAtMs: number) => permitPayment('unreachable', by('wait'), NOW, emergencyAtMs);
    const wait = (untilMs: number) => ({ kind: 'wait', reason: 'ProviderUnreachable', untilMs });
    assert.deepEqual(waits(NOW + 5 * HOUR_MS), wait(NOW + HOUR_MS));
    assert.deepEqual(waits(NOW + HOUR_MS / 2), wait(NOW + HOUR_MS / 2));
    assert.deepEqual(waits(NOW + 1), wait(NOW + 1));
    assert.deepEqual(waits(NOW), { kind: 'pay', reason: 'Emergency' });
  });
});
