import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { licensePoolId, MAIN_TASK_QUEUE } from '../../src/contract/ids.js';
import {
  addUpdate,
  claimUpdate,
  confirmUpdate,
  poolQuery,
  rejectUpdate,
} from '../../src/contract/license-pool.js';
import { unpackPool } from '../../src/contract/packed-pool.js';
import type { LicenseId } from '../../src/domain/base/license.js';
import { byHand, orderByHand } from '../support/by-hand.js';
import { MARKER, MONTHLY, sampleFree, sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

const yearly = (serviceId: string, ip = `192.0.2.${serviceId}`) =>
  sampleService({ serviceId, ip, serviceName: `vps${serviceId}`, servicePeriodMonths: 12 });

describe('a closed service’s license', () => {
  const begin = lives();

  async function returned(life: Life, ...serviceIds: string[]): Promise<void> {
    for (const serviceId of serviceIds) await life.open(yearly(serviceId));
    for (const serviceId of serviceIds) await life.client.closeService(serviceId);
  }

  it('serves the next service for nothing, with a key and an address of its own', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const first = await life.open(yearly('7'));
    await life.days(100);
    await life.client.closeService('7');
    await life.days(40);
    const next = await life.open(yearly('8'));
    assert.deepEqual([next.licenseId, next.source, next.expiresOn], ['1001', 'pool', first.expiresOn]);
    assert.notEqual(next.key, first.key);
    assert.equal(life.simulator.charges().length, 1);
    const [license] = life.simulator.licenses();
    assert.ok(license);
    const { ip, licname, remoteId } = license;
    assert.equal(ip, '192.0.2.8');
    assert.match(licname, /^Item #8 addon vps8 \[pk\/8\/[\da-f]{12}\.1\]$/);
    assert.ok(licname.endsWith(`[${remoteId}]`));
    const { free, claims } = await life.client.getPool('licenses');
    assert.deepEqual([free, claims], [[], {}]);
    assert.deepEqual([(await life.client.getLicense('8')).orders, next.periodMonths], [0, 12]);
  });

  it(
    'is put back, and another one ordered, when the license server refuses the new address',
    LIFE_LIMIT,
    async (t) => {
      // Our rule for the limit is a month; the license server waits for the next month but one.
      const life = await begin(t, {
        simulator: { rules: { errors: { addressHasLicense: { type: 'limit', object: 'ip' } } } },
      });
      await returned(life, '7');
      await life.days(40);
      // A license that nobody knows of keeps every other one off the address.
      await orderByHand(life, { ip: '192.0.2.8' });
      await life.openInVain(yearly('8'));
      const { free, claims } = await life.client.getPool('licenses');
      assert.deepEqual([free.length, claims], [1, {}]);
      assert.ok(free[0]!.usableAtMs > (await life.env.currentTimeMs()));
    },
  );

  it('is forgotten when the license server has deleted it meanwhile', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await returned(life, '7');
    await life.days(40);
    await byHand(life, { func: 'soft.delete', elid: '1001' });
    const next = await life.open(yearly('8'));
    assert.deepEqual([next.licenseId, next.source], ['1002', 'ordered']);
    assert.deepEqual((await life.client.getPool('licenses')).free, []);
  });

  it('is returned when the service closes before the license was bound to it', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await returned(life, '7');
    await life.days(40);
    life.simulator.setFaults([{ kind: 'http-500', func: 'soft.edit', only: 'write' }]);
    await life.openInVain(yearly('8'));
    assert.equal(Object.keys((await life.client.getPool('licenses')).claims).length, 1);
    life.simulator.setFaults([]);
    await life.client.closeService('8', { patienceMs: 0 });
    await life.days(1);
    const { free, claims } = await life.client.getPool('licenses');
    assert.deepEqual([free.map(({ licenseId }) => licenseId), claims], [['1001'], {}]);
    assert.equal(life.simulator.charges().length, 1);
  });
});

describe('the Workflow licensePool', () => {
  const begin = lives();
  const free = (licenseId: string) =>
    sampleFree({ licenseId: licenseId as LicenseId, expiresAtMs: Date.UTC(2300, 0) });
  const need = { priceList: MONTHLY, ip: '192.0.2.9' };

  async function pool(life: Life) {
    return await life.env.client.workflow.start('licensePool', {
      workflowId: licensePoolId('licenses'),
      taskQueue: MAIN_TASK_QUEUE,
      args: [{ licenseServer: 'licenses' }],
    });
  }

  it('gives the same license for the same key until the claim ends', LIFE_LIMIT, async (t) => {
    const handle = await pool(await begin(t));
    const claim = (key: string) => handle.executeUpdate(claimUpdate, { args: [key, need] });
    await handle.executeUpdate(addUpdate, { args: [free('1')] });
    await handle.executeUpdate(addUpdate, { args: [free('1')] });
    const granted = await claim('a');
    const passedOver = { counts: {}, examples: [] };
    assert.deepEqual(granted, { kind: 'granted', license: free('1'), reason: 'LongestPaid', passedOver });
    assert.deepEqual(await claim('a'), { ...granted, reason: 'ClaimedBefore' });
    const { passedOver: others } = await claim('b');
    assert.deepEqual(others.counts, { HeldByAnotherClaim: 1 });
    await handle.executeUpdate(rejectUpdate, { args: ['a', free('1')] });
    await handle.executeUpdate(rejectUpdate, { args: ['a', free('1')] });
    assert.equal(unpackPool(await handle.query(poolQuery)).free.length, 1);
    assert.equal((await claim('b')).kind, 'granted');
    await handle.executeUpdate(confirmUpdate, { args: ['b'] });
    await handle.executeUpdate(confirmUpdate, { args: ['b'] });
    const left = unpackPool(await handle.query(poolQuery));
    assert.deepEqual([left.free, left.claims], [[], {}]);
  });

  it('takes a promised license back from its own holder, and from nobody else', LIFE_LIMIT, async (t) => {
    const handle = await pool(await begin(t));
    for (const [key, left] of [
      [MARKER, 1],
      ['pk/8/0123456789ab.1', 0],
    ] as const) {
      await handle.executeUpdate(addUpdate, { args: [free('1')] });
      await handle.executeUpdate(claimUpdate, { args: [key, need] });
      await handle.executeUpdate(addUpdate, { args: [free('1')] });
      assert.equal(unpackPool(await handle.query(poolQuery)).free.length, left);
    }
  });

  it('keeps licenses and claims over the beginning of a new run', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const handle = await pool(life);
    for (const id of ['1', '2', '3']) await handle.executeUpdate(addUpdate, { args: [free(id)] });
    await handle.executeUpdate(claimUpdate, { args: ['a', need] });
    const before = await handle.query(poolQuery);
    const firstRunId = (await handle.describe()).runId;
    const current = life.env.client.workflow.getHandle(licensePoolId('licenses'));
    const confirmed = Array.from({ length: 520 }, (_, at) => `nobody-${at}`);
    // Ten Updates at a time are what a server lets be in flight.
    while (confirmed.length > 0) {
      const some = confirmed.splice(0, 10);
      await Promise.all(some.map((key) => current.executeUpdate(confirmUpdate, { args: [key] })));
    }
    assert.notEqual((await current.describe()).runId, firstRunId);
    assert.deepEqual(await current.query(poolQuery), before);
    const again = await current.executeUpdate(claimUpdate, { args: ['a', need] });
    assert.equal(again.kind === 'granted' && again.reason, 'ClaimedBefore');
  });
});
