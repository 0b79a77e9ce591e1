import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { createLicenseServerActivities } from '../../../src/activities/index.js';
import type { LicenseServer } from '../../../src/billmanager/license-server.js';
import { atLicenseServer, failsAs, inConversation } from '../../support/at-license-server.js';
import { MARKER, MONTHLY, sampleService } from '../../support/samples.js';

const LIMIT = { timeout: 60_000 };
const SETTLED_MS = 11 * 60_000;
const request = { service: sampleService(), marker: MARKER, priceList: MONTHLY, periodMonths: 1 };

/** A license server whose lists lag behind: they can be trusted and do not show the order yet. */
async function lagging(t: TestContext) {
  const at = await atLicenseServer(t);
  const listLicenses: LicenseServer['listLicenses'] = () => Promise.resolve({ trusted: true, licenses: [] });
  const access = { ...at.access, server: { ...at.access.server, listLicenses } };
  const { findLicense } = createLicenseServerActivities(access);
  return { ...at, find: () => inConversation(access).run(findLicense, MARKER, 1, MONTHLY) };
}

describe('findLicense', () => {
  it('finds a license that the ledger knows and the list does not show yet', LIMIT, async (t) => {
    const { run, find } = await lagging(t);
    const ordered = await run('orderLicense', request);
    assert.deepEqual(await find(), ordered);
  });

  it('does not take silence for an answer while the order may be on its way', LIMIT, async (t) => {
    const { simulator, run, find, pass } = await lagging(t);
    simulator.setFaults([{ kind: 'drop-before', func: 'soft.order.param', times: 1 }]);
    await assert.rejects(run('orderLicense', request), failsAs('OutcomeUnknown'));
    await assert.rejects(find(), failsAs('OutcomeUnknown'));
    pass(SETTLED_MS);
    assert.equal(await find(), null);
  });

  it('finds nothing where nothing was ordered', LIMIT, async (t) => {
    const { find } = await lagging(t);
    assert.equal(await find(), null);
  });
});
