import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { createLicenseServerActivities } from '../../../src/activities/index.js';
import type { LicenseServer } from '../../../src/billmanager/license-server.js';
import { FREE_IP, type Marker } from '../../../src/domain/base/marker.js';
import { atLicenseServer, failsAs, inConversation } from '../../support/at-license-server.js';
import { byHand, orderByHand } from '../../support/by-hand.js';
import { MARKER, MONTHLY, sampleService } from '../../support/samples.js';

const LIMIT = { timeout: 60_000 };
const FIRST_MARKER = 'pk/7/2c1d4e6a8b90.0' as Marker;
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

/** A service whose first license stands at its address, and can be moved off and back. */
async function withFirst(t: TestContext) {
  const at = await atLicenseServer(t, { rules: { ipChangeLimit: 'none' } });
  const license = await at.run('orderLicense', { ...request, marker: FIRST_MARKER });
  const moveFirst = (ip: string) => at.run('readdressLicense', { serviceId: '7', license, ip });
  return { ...at, moveFirst };
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

  it(
    'takes what stands at the address otherwise for a proof, where it is of the same list',
    LIMIT,
    async (t) => {
      const { simulator, run, pass, moveFirst } = await withFirst(t);
      await moveFirst(FREE_IP);
      simulator.setFaults([{ kind: 'drop-before', func: 'soft.order.param', times: 1 }]);
      await assert.rejects(run('orderLicense', request), failsAs('OutcomeUnknown'));
      await moveFirst(request.service.ip);
      pass(SETTLED_MS);
      assert.equal(await run('findLicense', MARKER, 1, MONTHLY), null);
    },
  );

  it('believes no list that shows at the address what has left it', LIMIT, async (t) => {
    const { simulator, access, pass, moveFirst } = await withFirst(t);
    const before = await access.server.listLicenses();
    await moveFirst(FREE_IP);
    const stale = { ...access, server: { ...access.server, listLicenses: () => Promise.resolve(before) } };
    const { orderLicense, findLicense } = createLicenseServerActivities(stale);
    const conversation = inConversation(stale);
    simulator.setFaults([{ kind: 'drop-after', func: 'soft.order.param', times: 1 }]);
    await assert.rejects(conversation.run(orderLicense, request), failsAs('OutcomeUnknown'));
    pass(SETTLED_MS);
    await assert.rejects(conversation.run(findLicense, MARKER, 1, MONTHLY), failsAs('OutcomeUnknown'));
  });

  it('takes nothing for paid that waits there for its payment', LIMIT, async (t) => {
    const at = await atLicenseServer(t);
    const inCart = { skipbasket: 'off', ip: request.service.ip, pricelist: MONTHLY, period: '1' };
    await orderByHand(at, { ...inCart, remoteid: MARKER, licname: `in the cart [${MARKER}]` });
    const unpaid = failsAs('PaymentNotShown');
    await assert.rejects(at.run('orderLicense', request), unpaid);
    await assert.rejects(at.run('findLicense', MARKER, 1, MONTHLY), unpaid);
    assert.deepEqual([at.simulator.charges(), await at.access.ledger.get(MARKER)], [[], []]);
    await byHand(at, { func: 'payment.add', billorder: '1', clicked_button: 'fromsubaccount' });
    assert.equal((await at.run('orderLicense', request)).licenseId, '1001');
    assert.equal(at.simulator.charges().length, 1);
  });

  it('finds nothing where nothing was ordered', LIMIT, async (t) => {
    const { find } = await lagging(t);
    assert.equal(await find(), null);
  });
});
