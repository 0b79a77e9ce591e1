import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, lives, type Life } from '../support/time-lapse.js';

/** Opens a monthly service on 15 January, paid until 15 February, and suspends it on the 20th. */
async function suspendedService(life: Life): Promise<void> {
  await life.until('2041-01-15');
  await life.open(sampleService());
  await life.until('2041-01-20');
  const { status, state } = await life.client.suspendService('7');
  assert.deepEqual([status, state], ['suspended', 'suspended']);
}

describe('a suspended service whose license may lapse', () => {
  const begin = lives();
  const lapsing = { config: sampleConfig('lapse') };

  it('pays nothing, and shows that', LIFE_LIMIT, async (t) => {
    const life = await begin(t, lapsing);
    await suspendedService(life);
    await life.until('2041-03-01');
    const { state, next, license } = await life.client.getLicense('7');
    assert.equal(state, 'suspended');
    assert.equal(next, 'pays nothing while the service is suspended: what is paid may run out');
    assert.equal(license?.expiresOn, '2041-02-15');
    assert.equal(life.paidFor('7').length, 1);
    // A key that does not work any more is no answer.
    assert.deepEqual(await life.client.openLicense(sampleService(), { patienceMs: 0 }), {
      status: 'pending',
      reason: next,
      needsHuman: false,
      mayResolve: [],
    });
  });

  it('goes on as before when it is resumed in time', LIFE_LIMIT, async (t) => {
    const life = await begin(t, lapsing);
    await suspendedService(life);
    await life.until('2041-02-01');
    assert.equal((await life.client.resumeService('7')).state, 'active');
    await life.until('2041-03-01');
    assert.equal(life.paidFor('7').length, 2);
    assert.equal((await life.client.getLicense('7')).license?.expiresOn, '2041-03-15');
  });

  // The license server deletes a license on the thirtieth day after its expiry.
  for (const [days, resumedOn, charge, licenseId] of [
    [29, '2041-03-16', '2041-03-16 service.prolong 55382', '1001'],
    [30, '2041-03-17', '2041-03-17 soft.order.param 55382', '1002'],
  ] as const) {
    const verb = licenseId === '1001' ? 'prolongs its license' : 'orders a new license';
    it(`${verb} when it is resumed ${days} days after expiry`, LIFE_LIMIT, async (t) => {
      const life = await begin(t, lapsing);
      await suspendedService(life);
      await life.until(resumedOn);
      await life.client.resumeService('7');
      const license = await life.open(sampleService());
      assert.equal(life.simulator.charges().length, 2);
      assert.deepEqual(life.paidFor('7')[1], charge);
      assert.equal(license.licenseId, licenseId);
      assert.equal(license.expiresOn, resumedOn.replace('-03-', '-04-'));
      const held = life.simulator.licenses().filter(({ status }) => status === 'active');
      assert.deepEqual(
        held.map(({ licenseId: id, ip }) => [String(id), ip]),
        [[licenseId, '192.0.2.7']],
      );
    });
  }
});

describe('a suspended service whose license is kept', () => {
  const begin = lives();

  it('has not missed a payment when it is resumed a month after its first expiry', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await suspendedService(life);
    await life.until('2041-03-18');
    await life.client.resumeService('7');
    const license = await life.open(sampleService());
    assert.deepEqual([license.licenseId, license.expiresOn], ['1001', '2041-04-15']);
    assert.deepEqual(
      life.paidFor('7').map((charge) => charge.replace(/-\d\d /, ' ')),
      ['2041-01 soft.order.param 55382', '2041-02 service.prolong 55382', '2041-03 service.prolong 55382'],
    );
  });
});
