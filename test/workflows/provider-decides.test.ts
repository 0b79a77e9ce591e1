import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';

import { parseConfig, type Config } from '../../src/config.js';
import { DAY_MS } from '../../src/domain/base/calendar.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives } from '../support/time-lapse.js';

const yaml = (serviceStatus = '') => `
licenseServers:
  - { name: licenses, url: simulated, username: provider, password: { plain: secret }, timeZone: UTC, callsPerSecond: 1000 }
processingModules:
  - name: openstack
    licenseServer: licenses
    ${serviceStatus}
enumerations:
  - name: Server control panel
    values:
      - internalName: billmanager6
        priceLists:
          - { code: 55382, periodsMonths: [1] }
          - { code: 55384, periodsMonths: [12] }
      - internalName: "55227"
      - internalName: "55228"
`;
const config = (serviceStatus?: string): Config => parseConfig(yaml(serviceStatus), 'provider.yaml');

describe('a change of panel on a live service', () => {
  const begin = lives();

  it(
    'moves the license to the other price list where the license server allows that',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, { config: config() });
      const before = await life.open(sampleService({ panel: '55227' }));
      await life.days(1);
      const answer = await life.client.changePanel('7', { panel: '55228' });
      assert.equal(answer.status, 'changed');
      const after = await life.open(sampleService({ panel: '55228' }));
      assert.deepEqual(
        [after.licenseId, after.key, after.priceList, after.expiresOn],
        [before.licenseId, before.key, '55228', before.expiresOn],
      );
      const charged = life.simulator.charges().map(({ func, amountMinor }) => [func, amountMinor]);
      assert.deepEqual(charged, [
        ['soft.order.param', 500],
        ['service.changepricelist', 400],
      ]);
    },
  );

  it('takes another license where it does not, and returns the one before', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: config() });
    const before = await life.open(sampleService({ panel: '55227' }));
    assert.equal((await life.client.changePanel('7', { panel: 'billmanager6' })).status, 'changed');
    const after = await life.open(sampleService({ panel: 'billmanager6' }));
    assert.equal(after.priceList, '55382');
    assert.notEqual(after.licenseId, before.licenseId);
    await life.days(1 / 24);
    assert.deepEqual(
      (await life.client.getPool('licenses')).free.map(({ licenseId }) => licenseId),
      [before.licenseId],
    );
  });

  it('leaves everything as it was when it is refused', LIFE_LIMIT, async (t) => {
    const accounts = [
      { username: 'provider', password: 'secret', balance: { amountMinor: 500, currency: 'EUR' } },
    ];
    const life = await begin(t, { config: config(), simulator: { accounts } });
    const before = await life.open(sampleService({ panel: '55227' }));
    const unpaid = await life.client.changePanel('7', { panel: 'billmanager6' });
    assert.equal(unpaid.status, 'refused');
    const unknown = await life.client.changePanel('7', { panel: 'cpanel' });
    assert.deepEqual(unknown.status, 'refused');
    assert.deepEqual(await life.open(sampleService({ panel: '55227' })), before);
    assert.equal((await life.client.getLicense('7')).state, 'active');
    assert.equal(life.simulator.charges().length, 1);
  });
});

describe('a service whose end is known', () => {
  const begin = lives();
  const inDays = async (life: Awaited<ReturnType<typeof begin>>, days: number) =>
    new Date((await life.env.currentTimeMs()) + days * DAY_MS);

  it('is paid no further, and closes by itself', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: config() });
    await life.open(sampleService());
    await life.client.scheduleClose('7', await inDays(life, 100));
    await life.days(99);
    assert.equal((await life.client.getLicense('7')).status, 'active');
    assert.ok([3, 4].includes(life.simulator.charges().length));
    await life.days(2);
    assert.equal((await life.client.getLicense('7')).status, 'closed');
    const before = life.simulator.charges().length;
    await life.days(60);
    assert.equal(life.simulator.charges().length, before);
  });

  it('goes on by the month when its last year would reach beyond the end', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: config() });
    await life.open(sampleService({ servicePeriodMonths: 12 }));
    await life.client.scheduleClose('7', await inDays(life, 365 + 50));
    await life.days(365 + 60);
    const priceLists = life.simulator.charges().map(({ priceList }) => priceList);
    assert.equal(priceLists.filter((code) => code === '55384').length, 1);
    assert.ok(priceLists.filter((code) => code === '55382').length <= 2, priceLists.join());
    assert.equal((await life.client.getLicense('7')).status, 'closed');
  });
});

describe('a known end', () => {
  const begin = lives();

  it('is paid up to in the cheapest way', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: config() });
    const { expiresOn } = await life.open(sampleService({ servicePeriodMonths: 12 }));
    const endsAtMs = Date.parse(expiresOn) + 340 * DAY_MS;
    const past = new Date((await life.env.currentTimeMs()) - 1);
    await assert.rejects(life.client.scheduleClose('7', past), {
      code: 'InvalidRequest',
      message: /is past: the service would end at once, which has to be confirmed/,
    });
    assert.equal((await life.client.getLicense('7')).status, 'active');
    await life.client.scheduleClose('7', new Date(endsAtMs));
    await life.days(365 + 345);
    assert.equal((await life.client.getLicense('7')).status, 'closed');
    const charged = life.simulator.charges().map(({ amountMinor }) => amountMinor);
    assert.deepEqual(charged, [25_000, 25_000], 'a second year, as its twelve months would cost 300.00');
  });
});

describe('a provider who is asked before each payment', () => {
  const begin = lives();

  /** Answers as told, or not at all. */
  async function provider(
    t: TestContext,
  ): Promise<{ url: string; say(status?: string): void; asked: string[] }> {
    let said: string | undefined = 'active';
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (said === undefined) response.writeHead(503).end('maintenance');
      else
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: said }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/{serviceId}`;
    return { url, say: (status) => (said = status), asked };
  }

  it('closes the service by saying so, though its message was lost', LIFE_LIMIT, async (t) => {
    const asked = await provider(t);
    const life = await begin(t, { config: config(`serviceStatus: { url: "${asked.url}" }`) });
    await life.open(sampleService());
    asked.say('closed');
    await life.days(40);
    assert.equal((await life.client.getLicense('7')).status, 'closed');
    assert.equal(life.simulator.charges().length, 1);
    assert.ok(asked.asked.every((url) => url === '/services/7'));
  });

  it(
    'keeps paid what is suspended, as the configuration says, and is asked once for each payment',
    LIFE_LIMIT,
    async (t) => {
      const asked = await provider(t);
      const life = await begin(t, { config: config(`serviceStatus: { url: "${asked.url}" }`) });
      await life.open(sampleService());
      asked.say('suspended');
      await life.days(40);
      const { status, prolongs, orders } = await life.client.getLicense('7');
      assert.deepEqual([status, orders, prolongs, asked.asked.length], ['active', 1, 1, 2]);
    },
  );

  it('is waited for until the emergency when the configuration says wait', LIFE_LIMIT, async (t) => {
    const asked = await provider(t);
    const life = await begin(t, {
      config: config(`serviceStatus: { url: "${asked.url}", whenUnreachable: wait }`),
    });
    const { expiresOn } = await life.open(sampleService());
    asked.say(undefined);
    await life.untilTrouble('7');
    assert.match((await life.client.getLicense('7')).trouble ?? '', /^ServiceStatusUnknown: /);
    await life.until(expiresOn);
    const { prolongs, state } = await life.client.getLicense('7');
    assert.deepEqual(
      [prolongs, state],
      [1, 'active'],
      'it is paid in the emergency, before the license expires',
    );
  });
});
