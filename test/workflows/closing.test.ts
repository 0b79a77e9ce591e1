import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { serviceLicenseId } from '../../src/contract/ids.js';
import { byHand } from '../support/by-hand.js';
import { parseConfig } from '../../src/config.js';
import { SAMPLE_YAML, sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

const YEAR = sampleService({ servicePeriodMonths: 12 });

async function freeIn(life: Life): Promise<string[]> {
  const { free, claims } = await life.client.getPool('licenses');
  assert.deepEqual(claims, {});
  return free.map(({ licenseId, expiresOn, lastHolder }) => `${licenseId} ${expiresOn} ${lastHolder}`);
}

async function isOver(life: Life, serviceId = '7'): Promise<void> {
  const handle = life.env.client.workflow.getHandle(serviceLicenseId(serviceId));
  assert.equal((await handle.describe()).status.name, 'COMPLETED');
}

describe('closing a service', () => {
  const begin = lives();

  it('gives its license to the pool, by the convention of the vendor', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.until('2041-01-15');
    await life.open(YEAR);
    await life.until('2041-06-01');
    await byHand(life, { func: 'soft.edit', elid: '1001', autoprolong: '12' });
    assert.equal(life.simulator.licenses()[0]?.autoprolongMonths, 12);
    assert.deepEqual(await life.client.closeService('7'), { status: 'closed' });
    assert.deepEqual(await freeIn(life), ['1001 2042-01-15 7']);
    const [license] = life.simulator.licenses();
    assert.deepEqual([license?.licname, license?.ip, license?.remoteId], ['free.lic', '0.0.0.0', '']);
    assert.equal(license?.autoprolongMonths, 0);
    await isOver(life);
    assert.equal((await life.client.getLicense('7')).state, 'closed');
    await life.days(400);
    assert.equal(life.simulator.charges().length, 1, 'nobody pays for a free license');
  });

  it('is done at once by an end that is past and confirmed', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(YEAR);
    const past = new Date((await life.env.currentTimeMs()) - 1);
    await life.client.scheduleClose('7', past, { confirm: true });
    await life.advance(60_000);
    await isOver(life);
  });

  it('is the meaning of a Cancel', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(YEAR);
    const handle = life.env.client.workflow.getHandle(serviceLicenseId('7'));
    await handle.cancel();
    await life.days(1);
    await isOver(life);
    assert.equal((await freeIn(life)).length, 1);
  });

  it(
    'returns an expired license without paying for it, and has nothing to return once it is deleted',
    LIFE_LIMIT,
    async (t) => {
      for (const [closedOn, free] of [
        ['2041-03-01', ['1001 2041-02-15 7']],
        ['2041-03-18', []],
      ] as const) {
        const life = await begin(t, { config: sampleConfig('lapse') });
        await life.until('2041-01-15');
        await life.open(sampleService());
        await life.client.suspendService('7');
        await life.until(closedOn);
        assert.equal((await life.client.closeService('7')).status, 'closed');
        assert.deepEqual(await freeIn(life), free);
        assert.equal(life.simulator.charges().length, 1);
      }
    },
  );

  it('gives up an order that cannot be paid', LIFE_LIMIT, async (t) => {
    const balance = { amountMinor: 0, currency: 'EUR' };
    const life = await begin(t, {
      simulator: { accounts: [{ username: 'provider', password: 'secret', balance }] },
    });
    await life.openInVain(YEAR);
    assert.deepEqual(await life.client.closeService('7'), { status: 'closed' });
    assert.deepEqual(life.simulator.licenses(), []);
    assert.deepEqual(await freeIn(life), []);
  });

  it(
    'finds an order in doubt and returns its license, once no call can be in flight any more',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      // The order is executed and its answer lost; so is the list that would show it.
      life.simulator.setFaults([
        { kind: 'drop-after', func: 'soft.order.param' },
        { kind: 'http-500', func: 'soft', skip: 1, times: 1 },
      ]);
      assert.match((await life.openInVain(YEAR)).trouble ?? '', /^OutcomeUnknown: /);
      const closing = await life.client.closeService('7', { patienceMs: 300 });
      assert.ok(closing.status === 'closing');
      assert.match(closing.reason, /^tries again at .*: OutcomeUnknown$/);
      assert.equal((await life.client.getLicense('7')).state, 'retrying');
      await assert.rejects(life.client.openLicense(YEAR, { patienceMs: 0 }), { code: 'ServiceClosing' });
      await life.advance(11 * 60_000);
      await isOver(life);
      assert.equal((await freeIn(life)).length, 1);
      assert.equal(life.simulator.charges().length, 1);
    },
  );

  it('is repeated until the license server takes the license back', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(YEAR);
    life.simulator.setFaults([{ kind: 'http-500', func: 'soft.edit', only: 'write' }]);
    assert.equal((await life.client.closeService('7', { patienceMs: 500 })).status, 'closing');
    await life.days(1 / 12);
    assert.equal((await life.client.getLicense('7')).state, 'retrying');
    assert.deepEqual(await freeIn(life), []);
    life.simulator.setFaults([]);
    await life.days(1);
    await isOver(life);
    assert.equal((await freeIn(life)).length, 1);
  });
});

describe('a service that is opened again after it was closed', () => {
  const begin = lives();

  it('gets a new life with a marker of its own, while its old license rests', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(YEAR);
    await life.client.closeService('7');
    const again = await life.open(YEAR);
    assert.deepEqual([again.licenseId, again.source], ['1002', 'ordered']);
    const markers = life.simulator.charges().map(({ remoteId }) => remoteId);
    assert.equal(new Set(markers).size, 2);
    assert.equal((await life.client.getLicense('7')).orders, 1);
  });

  it(
    'may have other data, and gets its old license back when the vendor lets its address change',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      await life.open(YEAR);
      await life.client.closeService('7');
      await life.days(40);
      const again = await life.open({ ...YEAR, ip: '192.0.2.70', serviceName: 'moved' });
      assert.deepEqual([again.licenseId, again.source], ['1001', 'pool']);
      assert.equal(life.simulator.charges().length, 1);
    },
  );

  it('four times at its address costs one year', LIFE_LIMIT, async (t) => {
    const config = parseConfig(SAMPLE_YAML.replace(', pool: eager', ''), 'default.yaml');
    const life = await begin(t, { config });
    for (let times = 0; times < 4; times += 1) {
      assert.equal((await life.open(YEAR)).licenseId, '1001');
      await life.client.closeService('7');
    }
    assert.deepEqual(
      life.simulator.charges().map(({ amountMinor }) => amountMinor),
      [25_000],
    );
  });

  it('waits for its old life to end when it is opened while closing', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(YEAR);
    life.simulator.setFaults([{ kind: 'delay', func: 'soft.edit', only: 'write', delayMs: 800, times: 1 }]);
    const closing = life.client.closeService('7');
    while (life.simulator.faultCounts()[0]?.happened !== 1) await setTimeout(10);
    const [again, closed] = await Promise.all([life.open(YEAR), closing]);
    assert.equal(closed.status, 'closed');
    assert.equal(again.source, 'ordered');
  });
});
