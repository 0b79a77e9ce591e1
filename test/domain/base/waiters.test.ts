import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { released, type Waiter } from '../../../src/domain/base/waiters.js';

const LIMIT = { timeout: 30_000 };
const waits = (workflowId: string, amountMinor: number, neededAtMs: number): Waiter => ({
  workflowId,
  amountMinor,
  neededAtMs,
});
const idsOf = (waiters: readonly Waiter[]) => waiters.map(({ workflowId }) => workflowId).join('');

describe('who goes on when a license server answers', () => {
  const waiters = [waits('c', 500, 3), waits('a', 500, 1), waits('b', 5000, 2)];

  it('is the most urgent first, as far as the balance reaches', LIMIT, () => {
    assert.equal(idsOf(released(waiters, 10_000)), 'abc');
    assert.equal(idsOf(released(waiters, 499)), '');
  });

  it('is not a cheap one behind an expensive one that is more urgent', LIMIT, () => {
    assert.equal(idsOf(released(waiters, 1000)), 'a');
  });

  it('is by its urgency whoever waited for the answer alone, whatever the balance', LIMIT, () => {
    assert.equal(idsOf(released([...waiters, waits('z', 0, 9), waits('y', 0, 0)], -1)), 'yz');
  });
});
