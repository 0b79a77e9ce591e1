/** What the chaos harness has found, each as the shortest life that shows it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { sampleConfig } from '../support/sample-config.js';
import { readAll } from '../ledger/read-all.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

const YEAR = sampleService({ servicePeriodMonths: 12 });

const entriesOf = ({ ledger }: Life) => readAll(ledger.entries());

/** Lets a prolongation be executed whose answer is lost and cannot be read back at once. */
async function prolongUnseen(life: Life): Promise<void> {
  await life.until('2041-01-15');
  await life.open(sampleService());
  await life.until('2041-02-11');
  life.simulator.setFaults([
    { kind: 'drop-after', func: 'service.prolong' },
    { kind: 'http-500', func: 'soft.edit', only: 'read', skip: 1, times: 1 },
  ]);
  // In small steps, so that the test goes on before the next try.
  while (life.simulator.charges().length === 1) await life.advance(5 * 60_000);
}

describe('a service that closes while a payment is in doubt', () => {
  const begin = lives();

  it('looks for its order although a later try has failed before it could look', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    // The order's answer is lost; then neither the read-back nor the look of the next try gets a
    // list.
    life.simulator.setFaults([
      { kind: 'drop-after', func: 'soft.order.param' },
      { kind: 'http-500', func: 'soft', skip: 1, times: 2 },
    ]);
    await life.openInVain(YEAR);
    await life.advance(10.5 * 60_000);
    await life.client.closeService('7', { patienceMs: 0 });
    await life.days(1);
    assert.equal((await life.client.getPool('licenses')).free.length, 1);
    assert.deepEqual(
      (await entriesOf(life)).map(({ state }) => state),
      ['done'],
    );
  });

  it('tells the ledger of the order that it finds', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    life.simulator.setFaults([
      { kind: 'drop-after', func: 'soft.order.param' },
      { kind: 'http-500', func: 'soft', skip: 1, times: 1 },
    ]);
    await life.openInVain(YEAR);
    await life.client.closeService('7', { patienceMs: 0 });
    await life.days(1);
    assert.equal((await life.client.getPool('licenses')).free.length, 1);
    assert.deepEqual(
      (await entriesOf(life)).map(({ state }) => state),
      ['done'],
    );
  });

  it(
    'does not end while its address says that there is a license, whatever the list says',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      life.simulator.setFaults([
        { kind: 'drop-after', func: 'soft.order.param' },
        { kind: 'short-list', func: 'soft', shortTotal: true },
      ]);
      await life.openInVain(YEAR);
      await life.client.closeService('7', { patienceMs: 0 });
      await life.days(1 / 3);
      assert.equal((await life.client.getLicense('7')).state, 'needs-human');
      life.simulator.setFaults([]);
      await life.client.wakeService('7');
      await life.days(1 / 12);
      assert.equal((await life.client.getPool('licenses')).free.length, 1);
      assert.deepEqual(
        (await entriesOf(life)).map(({ state }) => state),
        ['done'],
      );
    },
  );

  it('comes to its end by itself when its list has only lagged behind', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    life.simulator.setFaults([
      { kind: 'drop-after', func: 'soft.order.param' },
      { kind: 'short-list', func: 'soft', shortTotal: true, skip: 1, times: 3 },
    ]);
    await life.openInVain(YEAR);
    await life.client.closeService('7', { patienceMs: 0 });
    await life.days(1);
    assert.equal((await life.client.getPool('licenses')).free.length, 1);
    const again = await life.open({ ...YEAR, servicePeriodMonths: 1 });
    assert.equal(again.source, 'ordered');
  });

  it('tells the ledger of the prolongation that it finds', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await prolongUnseen(life);
    await life.client.closeService('7', { patienceMs: 0 });
    await life.days(1);
    assert.equal((await life.client.getPool('licenses')).free.length, 1);
    assert.deepEqual(
      (await entriesOf(life)).map(({ state }) => state),
      ['done', 'done'],
    );
  });
});

describe('a trouble about one matter', () => {
  const begin = lives();

  it('is waited out where the service ends by itself meanwhile', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await prolongUnseen(life);
    await life.client.scheduleClose('7', new Date((await life.env.currentTimeMs()) + 1000));
    await life.advance(60_000);
    assert.equal((await life.client.getPool('licenses')).free.length, 0, 'the call may still be on its way');
    await life.days(1);
    assert.equal((await life.client.getPool('licenses')).free.length, 1);
  });

  it('does not keep the license from being prolonged', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.until('2041-01-15');
    await life.open(sampleService());
    await life.open(sampleService({ serviceId: '8', ip: '192.0.2.8' }));
    await life.until('2041-02-12');
    await life.client.changeIp('7', '192.0.2.8', { patienceMs: 500 });
    assert.match((await life.client.getLicense('7')).trouble ?? '', /^IpAlreadyLicensed/);
    await life.days(1);
    assert.equal((await life.client.getLicense('7')).prolongs, 1);
    const [own] = life.simulator.licenses();
    assert.notEqual(own?.ip, '192.0.2.8', 'it has not moved');
  });
});

describe('a license from the pool whose key may have been changed already', () => {
  const begin = lives();

  it(
    'is bound once the change cannot be on its way any more, by the setting of its server',
    LIFE_LIMIT,
    async (t) => {
      const [server] = sampleConfig().licenseServers;
      assert.ok(server);
      const config = { ...sampleConfig(), licenseServers: [{ ...server, settleMinutes: 2 }] };
      const life = await begin(t, { config });
      await life.open(YEAR);
      await life.client.closeService('7');
      await life.days(40);
      life.simulator.setFaults([{ kind: 'drop-after', func: 'soft.edit', only: 'write', skip: 1, times: 1 }]);
      await life.openInVain(YEAR);
      assert.match((await life.client.getLicense('7')).trouble ?? '', /^OutcomeUnknown/);
      await life.advance(2.5 * 60_000);
      assert.equal((await life.client.getLicense('7')).license?.licenseId, '1001');
    },
  );
});
