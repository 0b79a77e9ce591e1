import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';

import { installQuietRuntime } from '../../src/cli/shared/time-lapse.js';
import { workflowBundle } from '../../src/workflow-bundle.js';
import { recorded, type Recorded } from './record-lives.js';

const LIMIT = { timeout: 120_000 };

describe('a history that an earlier version has recorded', () => {
  let current: { code: string };
  before(async () => {
    installQuietRuntime();
    current = await workflowBundle();
  }, LIMIT);

  const replay = ({ history, workflowId }: Recorded, bundle = current) =>
    Worker.runReplayHistory({ workflowBundle: bundle }, history, workflowId);

  for (const each of recorded()) {
    it(`goes the same way again: ${each.name}`, LIMIT, async () => {
      await replay(each);
    });
  }

  it('is there for each kind of life', LIMIT, () => {
    assert.deepEqual(
      recorded().map(({ name }) => name),
      ['monthly-with-troubles', 'pool', 'served-from-the-pool', 'yearly-closed'],
    );
  });

  it('does not go another way unnoticed', LIMIT, async () => {
    // A return by another Activity: what a change without a patch would do.
    const changed = {
      code: current.code.replaceAll('.returnLicense.executeWithOptions(', '.findLicense.executeWithOptions('),
    };
    assert.notEqual(changed.code, current.code);
    const closed = recorded().find(({ name }) => name === 'yearly-closed')!;
    await assert.rejects(replay(closed, changed), DeterminismViolationError);
  });
});
