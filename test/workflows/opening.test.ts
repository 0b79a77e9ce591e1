import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { PanelkeeperError, type ServiceRequest } from '../../src/client.js';
import { serviceLicenseId } from '../../src/contract/ids.js';
import { sampleService } from '../support/samples.js';
import { LIFE_LIMIT, licensed, lives } from '../support/time-lapse.js';

const refused = (code: string, words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof PanelkeeperError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, words);
  return true;
};

describe('openLicense', () => {
  const begin = lives();

  it('gives the same answer when it is repeated, and buys once', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const first = await life.open(sampleService());
    assert.deepEqual(await life.open(sampleService()), first);
    await life.days(100);
    const later = await life.open(sampleService());
    assert.deepEqual([later.licenseId, later.key], [first.licenseId, first.key]);
    assert.ok(later.expiresOn > first.expiresOn);
    assert.equal(life.simulator.licenses().length, 1);
  });

  it('buys once when it is called at the same time by many', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => life.client.openLicense(sampleService())),
    );
    const keys = new Set(answers.map((answer) => licensed(answer).key));
    assert.equal(keys.size, 1);
    assert.equal(life.simulator.charges().length, 1);
  });

  it('buys one license for each service, also when all are opened at once', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    const services = Array.from({ length: 10 }, (_, at) =>
      sampleService({ serviceId: `s${at}`, ip: `192.0.2.${at}` }),
    );
    const licenses = await Promise.all(services.map((service) => life.open(service)));
    assert.equal(new Set(licenses.map(({ licenseId }) => licenseId)).size, 10);
    assert.equal(life.simulator.charges().length, 10);
    for (const { serviceId } of services) assert.equal(life.paidFor(serviceId).length, 1);
  });

  const other: readonly (readonly [Partial<ServiceRequest>, RegExp])[] = [
    [
      { serviceName: 'bank' },
      /^serviceName differs: the open service has vps7, the call says bank; changeService changes it$/,
    ],
    [
      { ip: '192.0.2.70' },
      /^ip differs: the open service has 192\.0\.2\.7, the call says 192\.0\.2\.70; changeIp changes it$/,
    ],
    [{ panel: '55227' }, /^panel differs: /],
    [
      { servicePeriodMonths: 12 },
      /^servicePeriodMonths differs: the open service has 1, the call says 12; changeService changes it$/,
    ],
    [{ processingModule: 'openstack' }, /^processingModule differs: /],
  ];
  it(
    'refuses other data for an open service by the name of the field, and leaves it alone',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      const first = await life.open(sampleService());
      const before = await life.client.getLicense('7');
      for (const [changes, words] of other) {
        const call = life.client.openLicense(sampleService(changes));
        await assert.rejects(call, refused('ServiceDiffers', words));
      }
      assert.deepEqual(await life.client.getLicense('7'), before);
      assert.deepEqual(await life.open(sampleService()), first);
      assert.equal(life.simulator.operations().length, 1);
    },
  );

  const notConfigured: readonly (readonly [Partial<ServiceRequest>, RegExp])[] = [
    [{ panel: 'cpanel' }, /^panel cpanel is not configured; known: billmanager6, 55227$/],
    [{ processingModule: 'proxmox' }, /^processingModule proxmox is not configured; known: openstack$/],
  ];
  for (const [changes, words] of notConfigured) {
    it(`refuses ${JSON.stringify(changes)}, orders nothing and is over`, LIFE_LIMIT, async (t) => {
      const life = await begin(t);
      await assert.rejects(life.client.openLicense(sampleService(changes)), refused('ServiceRefused', words));
      const { status } = await life.env.client.workflow.getHandle(serviceLicenseId('7')).describe();
      assert.equal(status.name, 'COMPLETED');
      assert.deepEqual(life.simulator.operations(), []);
      // The same service can be opened as soon as its data are right.
      assert.equal((await life.open(sampleService())).source, 'ordered');
    });
  }

  const malformed: readonly (readonly [object, RegExp])[] = [
    [{ ip: '192.0.2.256' }, /^ip: must be an IPv4 address$/],
    [{ ip: '2001:db8::1' }, /^ip: must be an IPv4 address$/],
    [{ ip: '0.0.0.0' }, /^ip: must be the address of a server$/],
    [{ servicePeriodMonths: 1.5 }, /^servicePeriodMonths: must be a whole number of months$/],
    [{ servicePeriodMonths: 0 }, /^servicePeriodMonths: must be at least one month, or -100 for a trial$/],
    [{ servicePeriodMonths: 121 }, /^servicePeriodMonths: must be at most 120 months$/],
    [{ serviceId: 'a/b' }, /^serviceId: must be 1 to 64 letters/],
    [{ serviceName: 'x [pk/7/0.1]' }, /^serviceName: must not contain brackets/],
    [{ serviceName: 'x\ny' }, /^serviceName: must not contain brackets or control characters$/],
    [{ panel: '' }, /^panel: must be 1 to 64 letters/],
    [{ password: 'x' }, /^request: Unrecognized key: "password"$/],
    [
      { ip: 'x', servicePeriodMonths: '1' },
      /^ip: must be an IPv4 address; servicePeriodMonths: must be a whole number/,
    ],
  ];
  it('refuses malformed data by the name of the field before anything is sent', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    for (const [changes, words] of malformed) {
      const call = life.client.openLicense({ ...sampleService(), ...changes });
      await assert.rejects(call, refused('InvalidRequest', words));
    }
    const handle = life.env.client.workflow.getHandle(serviceLicenseId('7'));
    await assert.rejects(handle.describe(), /not found/i);
  });

  it(
    'is pending when the patience of the caller is over, and waits for the same order when called again',
    LIFE_LIMIT,
    async (t) => {
      const life = await begin(t);
      life.simulator.setFaults([{ kind: 'delay', func: 'soft.order.param', delayMs: 1500 }]);
      const answer = await life.client.openLicense(sampleService(), { patienceMs: 200 });
      assert.equal(answer.status, 'pending');
      assert.equal((await life.open(sampleService())).licenseId, '1001');
      assert.equal(life.simulator.charges().length, 1);
    },
  );

  it('is pending while the key cannot be read, although the license is there', LIFE_LIMIT, async (t) => {
    const life = await begin(t);
    await life.open(sampleService());
    life.simulator.setFaults([{ kind: 'http-500', func: 'soft.edit', times: 1 }]);
    const answer = await life.client.openLicense(sampleService(), { patienceMs: 500 });
    assert.ok(answer.status === 'pending');
    assert.match(answer.reason, /^the key of license 1001 cannot be read: ./);
    assert.equal((await life.open(sampleService())).licenseId, '1001');
  });
});
