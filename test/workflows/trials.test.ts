import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { entriesOf } from '../../src/cli/commands/ledger.js';
import { parseConfig } from '../../src/config.js';
import { TRIAL } from '../../src/domain/base/period.js';
import { orderByHand } from '../support/by-hand.js';
import { SAMPLE_YAML } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives } from '../support/time-lapse.js';

const WITH_TRIAL = `
      - internalName: ispmanager6
        priceLists:
          - { code: 55228, periodsMonths: [1, 12] }
          - { code: 55239, trial: true }
`;
const config = parseConfig(
  SAMPLE_YAML.replace('\n      - internalName: "55227"\n', WITH_TRIAL),
  'trials.yaml',
);
const trial = (changes: Parameters<typeof sampleService>[0] = {}) =>
  sampleService({ panel: 'ispmanager6', servicePeriodMonths: TRIAL, ...changes });

describe('a service that begins with a trial', () => {
  const begin = lives();

  it('gets one for nothing, and shortly before its end a license by the month', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config });
    await life.until('2041-01-15');
    const first = await life.open(trial());
    assert.deepEqual(
      [first.priceList, first.periodMonths, first.expiresOn, first.source],
      ['55239', TRIAL, '2041-01-29', 'ordered'],
    );
    assert.match(
      (await life.client.getLicense('7')).next,
      /^looks for what follows .*: a trial until 2041-01-29$/,
    );
    await life.until('2041-01-26');
    assert.deepEqual(life.paidFor('7'), [], 'nothing is paid while it lasts');

    await life.until('2041-01-29');
    const second = await life.open(trial());
    assert.deepEqual([second.priceList, second.periodMonths], ['55228', 1]);
    await life.until('2041-03-29');
    assert.deepEqual(
      life.paidFor('7').map((charge) => charge.slice(11)),
      ['soft.order.param 55228', 'service.prolong 55228', 'service.prolong 55228'],
    );
    const paid = (await entriesOf(life.ledger)).map(({ intent, state }) => [
      intent.kind,
      intent.priceList,
      intent.periodMonths,
      intent.amount.amountMinor,
      state,
    ]);
    assert.deepEqual(paid.slice(0, 3), [
      ['order', '55239', TRIAL, 0, 'done'],
      ['order', '55228', 1, 900, 'done'],
      ['prolong', '55228', 1, 900, 'done'],
    ]);
  });

  it(
    'that closes during it frees the address, and the next one gets a trial of its own',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, { config });
      await life.until('2041-01-15');
      await life.open(trial());
      await life.days(3);
      assert.deepEqual(await life.client.closeService('7'), { status: 'closed' });
      assert.equal(life.simulator.licenses()[0]?.ip, '0.0.0.0');
      const next = await life.open(trial({ serviceId: '8' }));
      assert.deepEqual([next.source, next.expiresOn], ['ordered', '2041-02-01'], 'of the whole length');
      await life.days(20);
      assert.equal((await life.client.getPool('licenses')).lapsed, 1, 'what is left of the other runs out');
    },
  );

  it(
    'waits for a human where the license server refuses another trial for the address',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t, { config });
      await orderByHand(life, { pricelist: '55239', period: String(TRIAL), ip: '192.0.2.7' });
      await life.openInVain(trial());
      await life.days(1 / 8);
      const { state, trouble } = await life.client.getLicense('7');
      assert.equal(state, 'needs-human');
      assert.match(trouble ?? '', /^IpAlreadyLicensed: /);
      await life.days(1 / 8);
      assert.equal(life.simulator.licenses().length, 1);
    },
  );
});
