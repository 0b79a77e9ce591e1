import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { MAIN_TASK_QUEUE, serviceLicenseId } from '../../src/contract/ids.js';
import { stateQuery } from '../../src/contract/service-license.js';
import type { serviceLicense } from '../../src/workflows/index.js';
import { sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

describe('a service whose license is known and whose panel is not', () => {
  const begin = lives();

  /** Adopts a license by a worker whose configuration does not know its panel yet. */
  async function adopted(t: TestContext): Promise<{ life: Life; configure: () => Promise<void> }> {
    const config = structuredClone(sampleConfig());
    const life = await begin(t, { config });
    await life.open(sampleService());
    const handle = life.env.client.workflow.getHandle(serviceLicenseId('7'));
    const license = (await handle.query(stateQuery)).held?.license;
    assert.ok(license);
    await handle.terminate();
    const panels = life.config.enumerations[0]?.values as unknown[];
    const [known] = panels.splice(0, 1);
    await life.env.client.workflow.start<typeof serviceLicense>('serviceLicense', {
      workflowId: serviceLicenseId('7'),
      taskQueue: MAIN_TASK_QUEUE,
      args: [{ service: sampleService(), adopted: { ...license, source: 'adopted' } }],
    });
    await life.untilTrouble('7');
    return {
      life,
      configure: async () => {
        panels.unshift(known);
        await life.client.wakeService('7');
      },
    };
  }

  it('waits for a human, and is kept paid as soon as it is configured', LIFE_LIMIT, async (t) => {
    const { life, configure } = await adopted(t);
    await life.days(1);
    const { state, trouble } = await life.client.getLicense('7');
    assert.equal(state, 'needs-human');
    assert.match(trouble ?? '', /^NotConfigured: panel billmanager6 is not configured/);
    await configure();
    await life.days(40);
    assert.equal((await life.client.getLicense('7')).prolongs, 1);
    assert.equal((await life.open(sampleService())).licenseId, '1001');
  });

  it('gives its license back when it closes', LIFE_LIMIT, async (t) => {
    const { life } = await adopted(t);
    assert.deepEqual(await life.client.closeService('7'), { status: 'closed' });
    assert.equal((await life.client.getPool('licenses')).free.length, 1);
  });
});
