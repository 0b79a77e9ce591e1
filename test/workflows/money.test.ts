import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { parseConfig } from '../../src/config.js';
import { entriesOf, paymentsOf } from '../../src/cli/commands/ledger.js';
import { auditPayments } from '../../src/domain/comparison/audit.js';
import type { LicenseId } from '../../src/domain/base/license.js';
import { sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

const HOUR_DAYS = 1 / 24;
const poor = (amountMinor: number) => ({
  accounts: [{ username: 'provider', password: 'secret', balance: { amountMinor, currency: 'EUR' } }],
});

async function assertLedgerAgrees({ ledger, simulator }: Life): Promise<void> {
  const charges = simulator.charges().map(({ chargeId, licenseId, on, amountMinor, currency }) => ({
    chargeId: String(chargeId),
    licenseId: String(licenseId) as LicenseId,
    on,
    amount: { amountMinor, currency },
  }));
  const audit = auditPayments(paymentsOf(await entriesOf(ledger)), charges);
  assert.deepEqual([audit.onlyInLedger, audit.onlyAtServer, audit.otherAmount], [[], [], []]);
}

describe('an empty balance', () => {
  const begin = lives();

  it(
    'is waited for without hammering, and the most urgent expiry is paid first when it is back',
    LIFE_LIMIT,
    async (t) => {
      // Enough for two orders and nothing else.
      const life = await begin(t, { simulator: poor(5000), config: sampleConfig('lapse') });
      await life.until('2041-01-15');
      await life.open(sampleService({ serviceId: 'early', ip: '192.0.2.1' }));
      await life.days(1);
      await life.open(sampleService({ serviceId: 'late', ip: '192.0.2.2' }));
      // Both are to fall due at once: the balance is asked for every two minutes as long as one of
      // them waits.
      for (const serviceId of ['early', 'late']) await life.client.suspendService(serviceId);
      await life.days(29);
      for (const serviceId of ['late', 'early']) await life.client.resumeService(serviceId);
      await life.untilTrouble('early', 'late');
      for (const serviceId of ['early', 'late']) {
        assert.match((await life.client.getLicense(serviceId)).trouble ?? '', /^InsufficientFunds: /);
      }
      const refusals = async () =>
        (await entriesOf(life.ledger)).filter(({ state }) => state === 'refused').length;
      const before = await refusals();
      await life.days(HOUR_DAYS);
      assert.ok((await refusals()) - before <= 2, 'each service tries by itself a few times a day at most');

      life.simulator.topUp('provider', { amountMinor: 2500, currency: 'EUR' });
      await life.days(HOUR_DAYS / 6);
      assert.equal((await life.client.getLicense('early')).prolongs, 1);
      assert.equal((await life.client.getLicense('late')).prolongs, 0);
      life.simulator.topUp('provider', { amountMinor: 2500, currency: 'EUR' });
      await life.days(HOUR_DAYS / 6);
      assert.equal((await life.client.getLicense('late')).prolongs, 1);
      await assertLedgerAgrees(life);
    },
  );

  it('is watched only while somebody waits', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { simulator: poor(0) });
    await life.openInVain(sampleService());
    life.simulator.topUp('provider', { amountMinor: 100_000, currency: 'EUR' });
    await life.days(HOUR_DAYS);
    await life.open(sampleService());
    const watch = life.env.client.workflow.getHandle('server-watch/licenses');
    assert.equal((await watch.describe()).status.name, 'COMPLETED');
  });
});

describe('the spending guard', () => {
  const begin = lives();
  const guarded = parseConfig(
    `
licenseServers:
  - name: licenses
    url: simulated
    username: provider
    password: { plain: secret }
    timeZone: UTC
    callsPerSecond: 1000
    pool: eager
    spendingLimits: { perHour: { payments: 2 } }
processingModules: [{ name: openstack, licenseServer: licenses }]
enumerations:
  - name: Server control panel
    values: [{ internalName: billmanager6, priceLists: [{ code: 55382, periodsMonths: [1] }] }]
`,
    'guarded.yaml',
  );
  const number = (at: number) => sampleService({ serviceId: `s${at}`, ip: `192.0.2.${at}` });

  it('holds back what passes a limit until a human releases it, and nothing else', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: guarded });
    for (const at of [1, 2]) await life.open(number(at));
    const held = await life.openInVain(number(3));
    assert.equal(held.state, 'needs-human');
    assert.equal(
      held.trouble,
      'SpendingLimitReached: payments for the license server in the last hour: 2 of 2 are used',
    );
    assert.equal(life.simulator.charges().length, 2);

    assert.deepEqual(await life.client.closeService('s1'), { status: 'closed' });
    assert.equal((await life.client.getPool('licenses')).free.length, 1, 'what costs nothing goes on');

    const nowMs = await life.env.currentTimeMs();
    await life.ledger.release({ licenseServer: 'licenses', by: 'test', reason: 'a sale' }, nowMs);
    await life.client.wakeService('s3');
    await life.open(number(3));
    assert.equal(life.simulator.charges().length, 3);
    await assertLedgerAgrees(life);
  });

  it('lets go on by itself what no longer passes the limit', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: guarded });
    for (const at of [1, 2]) await life.open(number(at));
    await life.openInVain(number(3));
    await life.days(2 * HOUR_DAYS);
    await life.open(number(3));
    assert.equal(life.simulator.charges().length, 3);
  });
});

describe('a ledger that cannot be written', () => {
  const begin = lives();

  it('stops paying, and nothing else', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { config: sampleConfig() });
    await life.open(sampleService());
    await life.ledger.close();
    const other = sampleService({ serviceId: '8', ip: '192.0.2.8' });
    assert.match((await life.openInVain(other)).trouble ?? '', /^LedgerUnavailable: /);
    assert.equal(life.simulator.charges().length, 1);
    assert.deepEqual(await life.client.closeService('7'), { status: 'closed' });
    assert.equal((await life.client.getPool('licenses')).free.length, 1);
  });
});
