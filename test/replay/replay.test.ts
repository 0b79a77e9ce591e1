import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';

import { installQuietRuntime } from '../../src/cli/shared/time-lapse.js';
import { bundleWorkflows } from '../../src/worker.js';
import { recorded, type Recorded } from './record-lives.js';

const LIMIT = { timeout: 120_000 };

describe('a history that an earlier version has recorded', () => {
  let workflowBundle: { code: string };
  before(async () => {
    installQuietRuntime();
    workflowBundle = await bundleWorkflows();
  }, LIMIT);

  const replay = ({ history, workflowId }: Recorded, bundle = workflowBundle) =>
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
    // A renewal that leaves out its Activity: what a change without a patch would do.
    const changed = {
      code: workflowBundle.code.replaceAll(
        '.prolongLicense.executeWithOptions(',
        '.findLicense.executeWithOptions(',
      ),
    };
    assert.notEqual(changed.code, workflowBundle.code);
    const monthly = recorded().find(({ name }) => name === 'monthly-with-troubles')!;
    await assert.rejects(replay(monthly, changed), DeterminismViolationError);
  });
});
