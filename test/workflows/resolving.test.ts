import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { PanelkeeperError } from '../../src/client.js';
import { date } from '../../src/domain/base/calendar.js';
import type { LicenseId } from '../../src/domain/base/license.js';
import { readAll } from '../ledger/read-all.js';
import { byHand, orderByHand } from '../support/by-hand.js';
import { sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

/** The license server has another license at the address, which only a human can settle. */
const occupied = { rules: { addressHeldBy: 'not-deleted' as const } };

async function needsHuman(life: Life): Promise<void> {
  await orderByHand(life, { pricelist: '55382', period: '1', ip: '192.0.2.7' });
  await life.openInVain(sampleService());
  await life.days(1 / 8);
  assert.equal((await life.client.getLicense('7')).state, 'needs-human');
}

describe('a service that needs a human', () => {
  const begin = lives();

  it('says what may be decided, and refuses everything else', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { simulator: occupied });
    await needsHuman(life);
    const { mayResolve } = await life.client.getLicense('7');
    assert.deepEqual(mayResolve, ['retry', 'accept']);
    const refused = life.client.resolveService('7', { action: 'setExpiry', expiresOn: date('2030-01-01') });
    await assert.rejects(
      refused,
      (error) => error instanceof PanelkeeperError && error.code === 'NotPossible',
    );
  });

  it('is tried again each hour, and at once when told to', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { simulator: occupied });
    await needsHuman(life);
    await life.days(1 / 4);
    assert.equal(life.simulator.charges().length, 1, 'only the one made by hand');
    const [license] = life.simulator.licenses();
    await byHand(life, { func: 'soft.delete', elid: String(license?.licenseId) });
    await life.client.resolveService('7', { action: 'retry' });
    assert.equal((await life.open(sampleService())).source, 'ordered');
  });

  it('takes the license that the human names', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { simulator: occupied });
    await needsHuman(life);
    const [license] = life.simulator.licenses();
    const licenseId = String(license?.licenseId) as LicenseId;
    await life.client.resolveService('7', { action: 'accept', licenseId });
    assert.equal((await life.open(sampleService())).licenseId, licenseId);
    assert.equal(life.simulator.charges().length, 1);
  });
});

describe('a payment that a human confirms', () => {
  const begin = lives();
  const confirmRenewals = [{ periodMonths: 1, daysBefore: 20 }];

  it('is made early when he does, and in the emergency when he does not', LIFE_LIMIT, async (t) => {
    const config = sampleConfig();
    const licenseServers = config.licenseServers.map((server) => ({ ...server, confirmRenewals }));
    const life = await begin(t, { config: { ...config, licenseServers } });
    const opened = await life.open(sampleService());
    await life.days(15);
    const asked = await life.client.getLicense('7');
    assert.deepEqual([asked.state, asked.mayResolve], ['needs-human', ['confirm']]);
    assert.match(asked.next, /^waits for a human to confirm the payment, which is made at 20\d\d-/);
    assert.equal(life.simulator.charges().length, 1);
    await life.client.resolveService('7', { action: 'confirm' });
    await life.days(1 / 24);
    const paid = await life.client.getLicense('7');
    assert.deepEqual([paid.state, paid.prolongs, paid.mayResolve], ['active', 1, []]);
    assert.ok(paid.license && paid.license.expiresOn > opened.expiresOn);
    await life.days(45);
    const { prolongs, license } = await life.client.getLicense('7');
    assert.equal(prolongs, 2, 'nobody was there, and the customer keeps his license');
    assert.ok(license && license.expiresOn > paid.license.expiresOn);
  });
});

describe('a license whose payment failed', () => {
  const begin = lives();
  const broke = {
    accounts: [{ username: 'provider', password: 'secret', balance: { amountMinor: 2500, currency: 'EUR' } }],
  };

  it('goes by the date that a human sets', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { simulator: broke });
    const { expiresOn } = await life.open(sampleService());
    await life.untilTrouble('7');
    assert.match((await life.client.getLicense('7')).trouble ?? '', /^InsufficientFunds/);
    await life.client.resolveService('7', { action: 'setExpiry', expiresOn: date('2099-01-01') });
    await life.days(1 / 24);
    const { license, next } = await life.client.getLicense('7');
    assert.equal(license?.expiresOn, '2099-01-01');
    assert.notEqual(license.expiresOn, expiresOn);
    assert.match(next, /^prolongs at 2098-12-/);
  });
});

describe('an order whose outcome only a human can find out', () => {
  const begin = lives();
  const unseen = [
    { kind: 'drop-after', func: 'soft.order.param', times: 1 },
    { kind: 'short-list', func: 'soft', shortTotal: true, skip: 1 },
  ] as const;

  it('is done for the ledger too when its license is accepted', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    life.simulator.setFaults([...unseen]);
    await life.openInVain(sampleService());
    await life.client.resolveService('7', { action: 'accept', licenseId: '1001' as LicenseId });
    assert.equal((await life.open(sampleService())).licenseId, '1001');
    const states = (await readAll(life.ledger.entries())).map(({ state }) => state);
    assert.deepEqual(states, ['done']);
  });

  it('is decided about again where the decision cannot be done', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    life.simulator.setFaults([...unseen]);
    await life.openInVain(sampleService());
    await life.client.resolveService('7', { action: 'accept', licenseId: '9999' as LicenseId });
    await life.days(1);
    const { trouble, mayResolve } = await life.client.getLicense('7');
    assert.match(trouble ?? '', /^LicenseNotFound/);
    assert.deepEqual(mayResolve, ['retry', 'accept', 'forfeit']);
    await life.client.resolveService('7', { action: 'accept', licenseId: '1001' as LicenseId });
    assert.equal((await life.open(sampleService())).licenseId, '1001');
  });
});

describe('a decision that the license server keeps from being done', () => {
  const begin = lives();

  it('stands until it can be done', LIFE_LIMIT, async (t) => {
    const life = await begin(t, { simulator: occupied });
    await needsHuman(life);
    const licenseId = String(life.simulator.licenses()[0]?.licenseId) as LicenseId;
    life.simulator.setFaults([{ kind: 'http-503', times: 2 }]);
    await life.client.resolveService('7', { action: 'accept', licenseId });
    await life.days(1);
    assert.equal((await life.open(sampleService())).licenseId, licenseId);
    assert.equal(life.simulator.charges().length, 1);
  });
});

describe('a decision about a trouble that ends meanwhile', () => {
  const begin = lives();

  it('is not taken for one about the license that has come', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    // The order is tried again, and succeeds while the human still sees it fail.
    life.simulator.setFaults([
      { kind: 'http-500', func: 'soft', times: 1 },
      { kind: 'delay', func: 'soft.order.param', delayMs: 3000, times: 1 },
    ]);
    await life.openInVain(sampleService());
    const trying = life.advance(2 * 60_000);
    while (life.simulator.faultCounts()[1]?.matched === 0) await delay(20);
    await life.client.resolveService('7', { action: 'forfeit' });
    await trying;
    await life.days(1);
    const { license, orders, state } = await life.client.getLicense('7');
    assert.deepEqual([license?.licenseId, orders, state], ['1001', 1, 'active']);
  });
});
