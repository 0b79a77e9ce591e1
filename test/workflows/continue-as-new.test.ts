import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { serviceLicenseId } from '../../src/contract/ids.js';
import { LicenseId, LicensePaidUntil, LicenseState } from '../../src/contract/search-attributes.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

/** Enough months for a history to become long. */
const OPENED_ON = '2041-01-31';
const LATER = '2044-01-10';

async function runOf(life: Life) {
  const { runId, raw, typedSearchAttributes } = await life.env.client.workflow
    .getHandle(serviceLicenseId('7'))
    .describe();
  const firstRunId = raw.workflowExecutionInfo?.firstRunId;
  return { runId, firstRunId, attributes: typedSearchAttributes };
}

async function longLife(life: Life): Promise<void> {
  await life.until(OPENED_ON);
  await life.open(sampleService());
  const { runId } = await runOf(life);
  await life.until(LATER);
  assert.notEqual((await runOf(life)).runId, runId, 'a new run has begun');
}

describe('a service that outlives a run of its Workflow', () => {
  const begin = lives();

  it('goes on with all that it was', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await longLife(life);
    const { state, orders, prolongs, license } = await life.client.getLicense('7');
    assert.deepEqual([state, orders, prolongs], ['active', 1, 35]);
    assert.deepEqual(
      [license?.licenseId, license?.expiresOn, license?.source],
      ['1001', '2044-01-31', 'ordered'],
    );
    assert.equal(life.paidFor('7').length, 36);
    const { attributes } = await runOf(life);
    assert.equal(attributes.get(LicenseState), 'active');
    assert.equal(attributes.get(LicenseId), '1001');
    assert.equal(attributes.get(LicensePaidUntil)?.toISOString(), '2044-01-31T00:00:00.000Z');
  });

  it('is the same service to its callers', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await longLife(life);
    assert.equal((await life.open(sampleService())).licenseId, '1001');
    const other = life.client.openLicense(sampleService({ ip: '192.0.2.70' }));
    await assert.rejects(other, { code: 'ServiceDiffers' });
    assert.equal((await life.client.suspendService('7')).state, 'suspended');
    assert.equal((await life.client.resumeService('7')).state, 'active');
    assert.deepEqual(await life.client.closeService('7'), { status: 'closed' });
    assert.equal((await life.client.getPool('licenses')).free.length, 1);
  });

  it('stays suspended', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.until(OPENED_ON);
    await life.open(sampleService());
    await life.client.suspendService('7');
    await life.until(LATER);
    assert.equal((await life.client.getLicense('7')).state, 'suspended');
  });
});
