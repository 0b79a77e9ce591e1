/**
 * Changes of a live service while a payment is in doubt: the shortest lives in which something was
 * lost.
 */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { parseConfig } from '../../src/config.js';
import { SAMPLE_YAML, sampleConfig } from '../support/sample-config.js';
import { readAll } from '../ledger/read-all.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

const PANEL = '- internalName: "55227"';
const THREE_PANELS = parseConfig(
  SAMPLE_YAML.replace(PANEL, `${PANEL}\n      - internalName: "55228"`),
  'panels.yaml',
);
const YEAR = sampleService({ servicePeriodMonths: 12 });

const entriesOf = ({ ledger }: Life) => readAll(ledger.entries());

describe('a service whose address changes while its order is in doubt', () => {
  const begin = lives();

  /**
   * Its order is executed unseen: the answer is lost, and the list does not show it before it is
   * asked for the fourth time.
   */
  async function moveInDoubt(t: TestContext): Promise<Life> {
    const life = await begin(t);
    life.simulator.setFaults([
      { kind: 'drop-after', func: 'soft.order.param' },
      { kind: 'short-list', func: 'soft', shortTotal: true, skip: 1, times: 3 },
    ]);
    await life.openInVain(YEAR);
    await life.client.changeIp('7', '198.51.100.77', { patienceMs: 0 });
    return life;
  }

  it('pays once, and takes its license along', LIFE_LIMIT, async (t) => {
    const life = await moveInDoubt(t);
    await life.days(1);
    assert.equal(life.simulator.charges().length, 1);
    assert.deepEqual(
      life.simulator.licenses().map(({ ip }) => ip),
      ['198.51.100.77'],
    );
  });
});

describe('a change of panel that another one follows', () => {
  const begin = lives();
  const states = async (life: Life) =>
    (await entriesOf(life)).map(({ state }) => state).filter((state) => state !== 'refused');

  it('may go to and fro within one period', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: THREE_PANELS });
    await life.open(sampleService({ panel: '55227' }));
    for (const panel of ['55228', '55227', '55228']) {
      assert.equal((await life.client.changePanel('7', { panel })).status, 'changed');
      assert.equal((await life.client.getLicense('7')).license?.priceList, panel);
      // The spending guard lets one service pay so often a day.
      await life.days(1);
    }
    assert.deepEqual(await states(life), ['done', 'done', 'done', 'done']);
  });

  it('is not paid again where a human has given it up in doubt', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: THREE_PANELS });
    await life.open(sampleService({ panel: '55227' }));
    // The call has not come yet when it is looked for, as far as anybody can see.
    life.simulator.setFaults([
      { kind: 'drop-before', func: 'service.changepricelist', times: 1 },
      { kind: 'http-500', func: 'soft.edit', only: 'read', skip: 1, times: 1 },
    ]);
    await life.client.changePanel('7', { panel: '55228' }, { patienceMs: 500 });
    await life.untilTrouble('7');
    await life.client.resolveService('7', { action: 'forfeit' });
    const again = await life.client.changePanel('7', { panel: '55228' }, { patienceMs: 500 });
    assert.equal(again.status, 'pending', 'the first call may still be on its way');
    await life.days(1);
    assert.equal((await life.client.getLicense('7')).license?.priceList, '55228');
    assert.equal(life.simulator.charges().length, 2);
  });
});

describe('a change of address', () => {
  const begin = lives();
  const limited = (changes: object) => {
    const [server] = sampleConfig().licenseServers;
    assert.ok(server);
    return { ...sampleConfig(), licenseServers: [{ ...server, ...changes }] };
  };
  const addresses = (life: Life, serviceId: string) =>
    life.simulator
      .licenses()
      .filter(({ licname }) => licname.includes(`Item #${serviceId} `))
      .map(({ ip }) => ip);

  it('is made again where the service moves on while its replacement is in doubt', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: limited({ onAddressLimit: 'order' }) });
    await life.open(YEAR);
    await life.client.changeIp('7', '192.0.2.70');
    life.simulator.setFaults([
      { kind: 'drop-after', func: 'soft.order.param', times: 1 },
      { kind: 'http-500', func: 'soft', skip: 2, times: 1 },
    ]);
    await life.client.changeIp('7', '192.0.2.71', { patienceMs: 500 });
    await life.client.changeIp('7', '192.0.2.72', { patienceMs: 0 });
    await life.days(1);
    assert.deepEqual(addresses(life, '7'), ['192.0.2.72']);
    assert.equal(life.simulator.charges().length, 2);
  });
});
