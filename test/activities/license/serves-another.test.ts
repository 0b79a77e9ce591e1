/**
 * What a Workflow does that was reset, and so believes to hold a license that it has given away
 * since.
 */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { DAY_MS } from '../../../src/domain/base/calendar.js';
import { atLicenseServer, failsAs } from '../../support/at-license-server.js';
import { MARKER, MONTHLY, sampleService, YEARLY } from '../../support/samples.js';

const LIMIT = { timeout: 60_000 };

/** Service 7 has ordered a license and returned it; unless told, service 8 has got it. */
async function givenAway(t: TestContext, { toPool = false } = {}) {
  const at = await atLicenseServer(t);
  const order = { service: sampleService(), marker: MARKER, priceList: YEARLY, periodMonths: 12 };
  const license = await at.run('orderLicense', order);
  const returned = await at.run('returnLicense', license, '7');
  assert.ok(returned.kind === 'returned');
  at.pass(40 * DAY_MS);
  const service = sampleService({ serviceId: '8', serviceName: 'vps8', ip: '192.0.2.8' });
  const marker = 'pk/8/2c1d4e6a8b90.1' as typeof MARKER;
  if (!toPool) await at.run('reassignLicense', { ...order, license: returned.license, service, marker });
  const written = at.simulator.operations().length;
  t.after(() => assert.equal(at.simulator.operations().length, written, 'nothing is written to it'));
  return { ...at, order, license };
}

for (const toPool of [false, true]) {
  describe(toPool ? 'a license that is in the pool' : 'a license that serves another service', () => {
    it('is not prolonged', LIMIT, async (t) => {
      const { run, license } = await givenAway(t, { toPool });
      const result = await run('prolongLicense', { serviceId: '7', license, periodMonths: 12 });
      assert.deepEqual(result, { kind: 'gone' });
    });

    it('does not follow the address of the one that held it', LIMIT, async (t) => {
      const { run, license } = await givenAway(t, { toPool });
      const request = { serviceId: '7', license, ip: '192.0.2.70', failsWhenOccupied: true };
      assert.deepEqual(await run('readdressLicense', request), { kind: 'gone' });
    });

    it('is not moved to another price list', LIMIT, async (t) => {
      const { run, license } = await givenAway(t, { toPool });
      const request = { serviceId: '7', changeId: 'a.1', license, priceList: MONTHLY, periodMonths: 1 };
      assert.equal((await run('changePriceList', request)).kind, 'refused');
    });

    it('is not taken for the order that has brought it', LIMIT, async (t) => {
      const { run, order } = await givenAway(t, { toPool });
      await assert.rejects(run('orderLicense', order), failsAs('PaymentNotShown'));
      assert.equal(await run('findLicense', MARKER, 12, YEARLY, '192.0.2.7'), null);
    });

    it('is not taken away from whom it serves', LIMIT, async (t) => {
      const { run, license } = await givenAway(t, { toPool });
      const { kind } = await run('returnLicense', license, '7');
      assert.equal(kind, toPool ? 'returned' : 'gone');
    });
  });
}
