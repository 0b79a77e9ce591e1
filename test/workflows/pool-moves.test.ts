import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Config } from '../../src/config.js';
import { sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

type Changes = Partial<Config['licenseServers'][number]> & { readonly onAddressLimit?: 'wait' | 'order' };

/** The sample configuration with other settings of its license server. */
function configured(changes: Changes): Config {
  const config = sampleConfig();
  return { ...config, licenseServers: config.licenseServers.map((server) => ({ ...server, ...changes })) };
}

const service = (serviceId: string, servicePeriodMonths = 12, ip = `192.0.2.${serviceId}`) =>
  sampleService({ serviceId, ip, serviceName: `vps${serviceId}`, servicePeriodMonths });

async function pooled(life: Life, ...serviceIds: string[]): Promise<void> {
  for (const serviceId of serviceIds) await life.open(service(serviceId));
  for (const serviceId of serviceIds) await life.client.closeService(serviceId);
}

const freeIds = async (life: Life) =>
  (await life.client.getPool('licenses')).free.map(({ licenseId }) => licenseId);
const licenseOf = (life: Life, licenseId: number) =>
  life.simulator.licenses().find((license) => license.licenseId === licenseId);
const never = { simulator: { rules: { ipChangeLimit: 'month-ago' } } } as const;

describe('a service that gets another address', () => {
  const begin = lives();

  it('keeps its license where the license server lets the address change', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const before = await life.open(service('7'));
    const changed = await life.client.changeIp('7', '192.0.2.70');
    assert.equal(changed.status === 'changed' && changed.license?.licenseId, before.licenseId);
    assert.equal(licenseOf(life, 1001)?.ip, '192.0.2.70');
    assert.equal((await life.open(service('7', 12, '192.0.2.70'))).key, before.key);
    assert.deepEqual(await life.client.changeIp('7', '192.0.2.70'), changed, 'asking twice is harmless');
    const edits = life.simulator.operations().filter(({ func }) => func === 'soft.edit');
    assert.equal(edits.length, 1);
  });

  it(
    'gets a pooled license when the rule forbids the change, and its own goes to the pool',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, never);
      await life.open(service('7'));
      await pooled(life, '1');
      await life.days(40);
      await life.client.changeIp('7', '192.0.2.70');
      const changed = await life.client.changeIp('7', '192.0.2.71');
      assert.equal(changed.status === 'changed' && changed.license?.licenseId, '1002');
      await life.days(1);
      assert.deepEqual(await freeIds(life), ['1001']);
      assert.equal(licenseOf(life, 1002)?.ip, '192.0.2.71');
      assert.equal(life.simulator.charges().length, 2);
    },
  );

  it(
    'waits for the rule when the pool has none, says so, and makes no call that is refused',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, never);
      await life.until('2041-01-10');
      await life.open(service('7'));
      await life.client.changeIp('7', '192.0.2.70');
      const waiting = await life.client.changeIp('7', '192.0.2.71', { patienceMs: 500 });
      assert.match(
        waiting.status === 'waiting' ? waiting.reason : '',
        /^moves the license to 192\.0\.2\.71 at 2041-02-12 00:00 UTC: its server allows no change/,
      );
      assert.equal(licenseOf(life, 1001)?.ip, '192.0.2.70');
      await life.until('2041-02-13');
      assert.equal(licenseOf(life, 1001)?.ip, '192.0.2.71');
      assert.equal(life.simulator.charges().length, 1);
    },
  );

  it('orders another license in place of waiting, where the policy says so', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { ...never, config: configured({ onAddressLimit: 'order' }) });
    await life.open(service('7'));
    await life.client.changeIp('7', '192.0.2.70');
    const changed = await life.client.changeIp('7', '192.0.2.71');
    assert.equal(changed.status === 'changed' && changed.license?.licenseId, '1002');
    assert.equal(life.simulator.charges().length, 2);
    await life.days(1);
    assert.deepEqual(await freeIds(life), ['1001']);
  });
});

describe('the lazy pool', () => {
  const begin = lives();
  const lazy = { config: configured({ pool: 'lazy' }) };

  it('moves a license that does not fit off the address of a new service', LIFE_LIMIT, async (t) => {
    const life = await begin(t, lazy);
    await pooled(life, '7');
    const monthly = await life.open(service('8', 1, '192.0.2.7'));
    assert.deepEqual([monthly.licenseId, monthly.source], ['1002', 'ordered']);
    assert.equal(licenseOf(life, 1001)?.ip, '0.0.0.0');
    const { free, vacating } = await life.client.getPool('licenses');
    assert.deepEqual([free.map(({ ip }) => ip), vacating], [['0.0.0.0'], {}]);
  });
});

describe('a renewal', () => {
  const begin = lives();

  it('takes a pooled license in place of a payment, where the policy says so', LIFE_LIMIT, async (t) => {
    for (const [swapAtRenewal, licenseId] of [
      ['always', '1001'],
      [{ atLeastDays: 30 }, '1001'],
      [{ atLeastDays: 350 }, '1002'],
    ] as const) {
      const life = await begin(t, { config: configured({ swapAtRenewal, poolAcrossPeriods: true }) });
      await pooled(life, '1');
      await life.open(service('7', 1));
      await life.days(90);
      assert.equal(
        (await life.client.getLicense('7')).license?.licenseId,
        licenseId,
        JSON.stringify(swapAtRenewal),
      );
    }
  });

  it('uses up what was left of a year, and then goes on by the month', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: configured({ poolAcrossPeriods: true }) });
    await life.until('2041-01-15');
    await pooled(life, '1');
    await life.until('2041-06-01');
    const license = await life.open(service('7', 1));
    assert.deepEqual([license.licenseId, license.source, license.expiresOn], ['1001', 'pool', '2042-01-15']);
    await life.until('2042-02-20');
    const { license: next } = await life.client.getLicense('7');
    assert.deepEqual([next?.priceList, next?.expiresOn], ['55382', '2042-03-13']);
    assert.deepEqual(life.paidFor('7'), [
      '2042-01-13 soft.order.param 55382',
      '2042-02-10 service.prolong 55382',
    ]);
  });
});

describe('a license that may not leave its address when another one is to take its place', () => {
  const begin = lives();
  const tight = { simulator: { rules: { ipChangeLimit: 'month-ago', zeroAddress: 'limited' } } } as const;
  const daysWithout = async (life: Life, until: string) => {
    let bare = 0;
    for (let today = await life.today(); today < until; today = await life.today()) {
      const served = life.simulator
        .licenses()
        .some(({ licname, expiresOn }) => licname.includes('#7 ') && expiresOn > today);
      if (!served) bare += 1;
      await life.days(1);
    }
    return bare;
  };

  it('is prolonged in place of a swap', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { ...tight, config: configured({ pool: 'lazy', swapAtRenewal: 'always' }) });
    await life.until('2041-01-15');
    await life.open(service('7', 1));
    await life.until('2041-01-31');
    assert.equal((await life.client.changeIp('7', '192.0.2.70')).status, 'changed');
    await life.until('2041-02-05');
    await life.open(service('1', 1));
    await life.client.closeService('1');
    assert.equal(await daysWithout(life, '2041-03-08'), 0);
    const { license, prolongs } = await life.client.getLicense('7');
    assert.deepEqual([license?.licenseId, prolongs], ['1001', 1]);
    assert.deepEqual(await freeIds(life), ['1002']);
  });
});
