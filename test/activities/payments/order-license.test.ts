import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { entriesOf } from '../../../src/cli/commands/ledger.js';
import type { OrderRequest } from '../../../src/activities/payments/order-license.js';
import type { PriceListCode } from '../../../src/domain/base/license.js';
import { atLicenseServer, failsAs } from '../../support/at-license-server.js';
import { MARKER, MONTHLY, sampleService } from '../../support/samples.js';

const LIMIT = { timeout: 60_000 };
const SETTLED_MS = 11 * 60_000;
const request: OrderRequest = {
  service: sampleService(),
  marker: MARKER,
  priceList: MONTHLY,
  periodMonths: 1,
};
const lostOrder = { func: 'soft.order.param', only: 'write', times: 1 } as const;

describe('orderLicense', () => {
  it('orders for the address of the service, under its marker, without autoprolong', LIMIT, async (t) => {
    const { run, simulator } = await atLicenseServer(t);
    assert.deepEqual(await run('orderLicense', request), {
      licenseId: '1001',
      licenseServer: 'licenses',
      priceList: '55382',
      periodMonths: 1,
      expiresOn: '2041-02-15',
      expiresAtMs: Date.UTC(2041, 1, 15),
      expiredAtMs: Date.UTC(2041, 1, 16),
      source: 'ordered',
    });
    const [license] = simulator.licenses();
    assert.ok(license);
    const { ip, licname, remoteId, autoprolongMonths } = license;
    assert.deepEqual(
      [ip, licname, remoteId, autoprolongMonths],
      ['192.0.2.7', `Item #7 addon vps7 [${MARKER}]`, MARKER, 0],
    );
  });

  it('pays once for one marker, however often it is called', LIMIT, async (t) => {
    const { run, simulator } = await atLicenseServer(t);
    const first = await run('orderLicense', request);
    assert.deepEqual(await run('orderLicense', request), first);
    assert.equal(simulator.charges().length, 1);
  });

  it('pays once for one marker that is called for twice at the same time', LIMIT, async (t) => {
    const { run, simulator, pass } = await atLicenseServer(t);
    await Promise.allSettled([run('orderLicense', request), run('orderLicense', request)]);
    pass(SETTLED_MS);
    assert.equal((await run('orderLicense', request)).licenseId, '1001');
    assert.equal(simulator.charges().length, 1);
  });

  it('finds an order whose answer was lost', LIMIT, async (t) => {
    const { run, simulator } = await atLicenseServer(t, { faults: [{ kind: 'drop-after', ...lostOrder }] });
    assert.equal((await run('orderLicense', request)).licenseId, '1001');
    assert.equal(simulator.charges().length, 1);
  });

  it(
    'does not know the outcome when reading back fails as well, and finds it the next time',
    LIMIT,
    async (t) => {
      const { run, simulator } = await atLicenseServer(t, {
        faults: [
          { kind: 'drop-after', ...lostOrder },
          { kind: 'http-500', func: 'soft', skip: 1, times: 1 },
        ],
      });
      await assert.rejects(run('orderLicense', request), failsAs('OutcomeUnknown'));
      assert.equal((await run('orderLicense', request)).licenseId, '1001');
      assert.equal(simulator.charges().length, 1);
    },
  );

  it('orders again what was never executed, but not while the call may be on its way', LIMIT, async (t) => {
    const { run, simulator, pass } = await atLicenseServer(t, {
      faults: [{ kind: 'drop-before', ...lostOrder }],
    });
    await assert.rejects(run('orderLicense', request), failsAs('OutcomeUnknown'));
    await assert.rejects(run('orderLicense', request), failsAs('OutcomeUnknown'));
    assert.deepEqual(simulator.charges(), []);
    pass(SETTLED_MS);
    assert.equal((await run('orderLicense', request)).licenseId, '1001');
    assert.equal(simulator.charges().length, 1);
  });

  it(
    'does not know the outcome when the new license cannot be read, and finds it the next time',
    LIMIT,
    async (t) => {
      const { run, simulator } = await atLicenseServer(t, {
        faults: [{ kind: 'http-500', func: 'soft.edit', times: 1 }],
      });
      await assert.rejects(run('orderLicense', request), failsAs('OutcomeUnknown'));
      assert.equal((await run('orderLicense', request)).licenseId, '1001');
      assert.equal(simulator.charges().length, 1);
    },
  );

  it('orders nothing by a list that it cannot trust', LIMIT, async (t) => {
    const at = await atLicenseServer(t);
    const other = {
      ...request,
      service: sampleService({ ip: '192.0.2.8' }),
      marker: 'pk/8/2c1d4e6a8b90.1' as never,
    };
    await at.run('orderLicense', other);
    at.simulator.setFaults([{ kind: 'short-list' }]);
    await assert.rejects(at.run('orderLicense', request), failsAs('ListUntrusted'));
    assert.equal(at.simulator.charges().length, 1);
  });

  it('expects of the ledger what is charged with addons, also when it prolongs', LIMIT, async (t) => {
    const { run, simulator, access } = await atLicenseServer(t);
    const addons = { '55236': 2 };
    const business = { ...request, priceList: '55230' as PriceListCode, addons };
    const license = await run('orderLicense', business);
    await run('prolongLicense', { serviceId: '7', license, periodMonths: 1 });
    const charged = simulator.charges().map(({ amountMinor }) => amountMinor);
    assert.deepEqual(charged, [3000, 3000]);
    const entries = await entriesOf(access.ledger);
    assert.deepEqual(
      entries.map(({ intent }) => intent.amount.amountMinor),
      charged,
    );
  });

  const refusals = [
    ['InsufficientFunds', { balance: { amountMinor: 2499, currency: 'EUR' } }, {}],
    ['PriceListUnavailable', { priceLists: ['55384'] }, {}],
    ['BadCredentials', { password: 'another' }, {}],
    ['AccessDenied', { deniedFunctions: ['soft.order.param'] }, {}],
    ['PriceListUnavailable', {}, { periodMonths: 3 }],
    ['IpAlreadyLicensed', {}, { marker: 'pk/9/2c1d4e6a8b90.1' as never }],
  ] as const;
  for (const [failure, account, changes] of refusals) {
    it(
      `fails as ${failure} for ${JSON.stringify({ ...account, ...changes })}, and pays nothing`,
      LIMIT,
      async (t) => {
        const balance = { amountMinor: 100_000, currency: 'EUR' };
        const at = await atLicenseServer(t, {
          accounts: [{ username: 'provider', password: 'secret', balance, ...account }],
        });
        if ('marker' in changes) await at.run('orderLicense', request);
        const paid = at.simulator.charges().length;
        await assert.rejects(at.run('orderLicense', { ...request, ...changes }), failsAs(failure));
        assert.equal(at.simulator.charges().length, paid);
      },
    );
  }
});
