import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { serviceLicenseId } from '../../src/contract/ids.js';
import { LicenseId, LicensePaidUntil, LicenseState } from '../../src/contract/search-attributes.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

async function runOf(life: Life) {
  const { runId, typedSearchAttributes } = await life.env.client.workflow
    .getHandle(serviceLicenseId('7'))
    .describe();
  return { runId, attributes: typedSearchAttributes };
}

describe('a service that outlives the runs of its Workflow', () => {
  const begin = lives();

  it('goes on with all that it was, and is the same to its callers', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.until('2041-01-31');
    await life.open(sampleService());
    const first = await runOf(life);
    await life.until('2042-01-10');

    const second = await runOf(life);
    assert.notEqual(second.runId, first.runId, 'a new run has begun');
    const { state, orders, prolongs, license } = await life.client.getLicense('7');
    assert.deepEqual([state, orders, prolongs], ['active', 1, 11]);
    assert.deepEqual(
      [license?.licenseId, license?.expiresOn, license?.source],
      ['1001', '2042-01-31', 'ordered'],
    );
    assert.equal(life.paidFor('7').length, 12);
    assert.equal(second.attributes.get(LicenseState), 'active');
    assert.equal(second.attributes.get(LicenseId), '1001');
    assert.equal(second.attributes.get(LicensePaidUntil)?.toISOString(), '2042-01-31T00:00:00.000Z');

    assert.equal((await life.open(sampleService())).licenseId, '1001');
    const other = life.client.openLicense(sampleService({ ip: '192.0.2.70' }));
    await assert.rejects(other, { code: 'ServiceDiffers' });
    await life.client.suspendService('7');
    await life.until('2042-12-10');
    assert.notEqual((await runOf(life)).runId, second.runId, 'another run has begun');
    assert.equal((await life.client.getLicense('7')).state, 'suspended');
    assert.deepEqual(await life.client.closeService('7'), { status: 'closed' });
  });
});
