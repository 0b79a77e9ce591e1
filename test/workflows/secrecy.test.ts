import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { licensePoolId, serviceLicenseId } from '../../src/contract/ids.js';
import { readableHistory, type ReadableEvent } from '../support/readable-history.js';
import { sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';
import { shownDetails } from '../support/shown-details.js';
import { LIFE_LIMIT, lives } from '../support/time-lapse.js';

const PASSWORD = 'p4ssword-of-the-license-server';

function withPassword() {
  const config = sampleConfig();
  const licenseServers = config.licenseServers.map((server) => ({
    ...server,
    password: { plain: PASSWORD },
  }));
  const balance = { amountMinor: 10_000_000, currency: 'EUR' };
  return {
    config: { ...config, licenseServers },
    simulator: { accounts: [{ username: 'provider', password: PASSWORD, balance }] },
  };
}

/** Names the events in which a secret stands, by their kinds. */
function kindsThatTell(secret: string, events: readonly ReadableEvent[]): string[] {
  return [...new Set(events.filter(({ text }) => text.includes(secret)).map(({ kind }) => kind))].sort();
}

describe('the license key', () => {
  const begin = lives();

  it('stands in the answers to callers and where it was read, and nowhere else', LIFE_LIMIT, async (t) => {
    const life = await begin(t, withPassword());
    const service = sampleService({ servicePeriodMonths: 12 });
    const keys = [(await life.open(service)).key];
    await life.client.suspendService('7');
    await life.client.resumeService('7');
    await life.client.closeService('7');
    await life.days(40);
    const next = sampleService({ serviceId: '8', ip: '192.0.2.8', servicePeriodMonths: 12 });
    keys.push((await life.open(next)).key);
    assert.notEqual(keys[0], keys[1]);

    const events = [
      ...(await readableHistory(life, serviceLicenseId('7'))),
      ...(await readableHistory(life, serviceLicenseId('8'))),
      ...(await readableHistory(life, licensePoolId('licenses'))),
    ];
    for (const key of keys) {
      assert.deepEqual(kindsThatTell(key, events), [
        'activityTaskCompleted',
        'workflowExecutionUpdateCompleted',
      ]);
      for (const serviceId of ['7', '8']) {
        assert.ok(!(await shownDetails(life, serviceId)).includes(key));
        assert.ok(!JSON.stringify(await life.client.getLicense(serviceId)).includes(key));
      }
      assert.ok(!JSON.stringify(await life.client.getPool('licenses')).includes(key));
    }
    const reads = events.filter(
      ({ kind, text }) => kind === 'activityTaskScheduled' && text.includes('readLicenseKey'),
    );
    const tellers = events.filter(
      ({ kind, text }) => kind === 'activityTaskCompleted' && keys.some((key) => text.includes(key)),
    );
    assert.equal(tellers.length, reads.length, 'only the Activity that reads the key gives it');
    assert.deepEqual(kindsThatTell(PASSWORD, events), []);
  });

  it('is not carried into the next run, nor is the password', LIFE_LIMIT, async (t) => {
    const life = await begin(t, withPassword());
    await life.until('2041-01-15');
    const { key } = await life.open(sampleService());
    await life.until('2041-10-20');
    const events = await readableHistory(life, serviceLicenseId('7'));
    const starts = events.filter(({ kind }) => kind === 'workflowExecutionStarted');
    assert.ok(starts.length > 1, 'a new run has begun');
    assert.ok(starts.every(({ text }) => !text.includes(key)));
    assert.deepEqual(kindsThatTell(PASSWORD, events), []);
  });

  it('is not told by a failure, nor is the password', LIFE_LIMIT, async (t) => {
    const life = await begin(t, withPassword());
    await life.until('2041-01-15');
    const { key } = await life.open(sampleService());
    await life.until('2041-02-12');
    life.simulator.setFaults([{ kind: 'cut-body', times: 10 }, { kind: 'captcha' }]);
    await life.days(1 / 2);
    const events = await readableHistory(life, serviceLicenseId('7'));
    const failed = events.filter(({ kind }) => kind === 'activityTaskFailed');
    assert.ok(failed.length > 10);
    assert.deepEqual(kindsThatTell(key, failed), []);
    assert.deepEqual(kindsThatTell(PASSWORD, events), []);
  });
});
