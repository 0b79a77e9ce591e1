import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { CancelledFailure } from '@temporalio/common';

import { createLicenseServerActivities, type LicenseServerActivities } from '../../src/activities/index.js';
import { passLine, type Beat } from '../../src/activities/pass-line.js';
import { entriesOf } from '../../src/cli/commands/ledger.js';
import { DAY_MS } from '../../src/domain/base/calendar.js';
import { byHand } from '../support/by-hand.js';
import { atLicenseServer, failsAs, inConversation } from '../support/at-license-server.js';
import { MARKER, MONTHLY, sampleService, YEARLY } from '../support/samples.js';

const LIMIT = { timeout: 60_000 };
const order = { service: sampleService(), marker: MARKER, priceList: YEARLY, periodMonths: 12 };
const other = sampleService({ serviceId: '8', serviceName: 'vps8', ip: '192.0.2.8' });

const wanted: Beat = () => Promise.resolve({ cancelRequested: false });
const cancelled: Beat = () => Promise.resolve({ cancelRequested: true });
const failing = (code: number, details: string): Beat => {
  const error = Object.assign(new Error(details), { code, details, metadata: {} });
  return () => Promise.reject(error);
};
const gone = failing(5, 'workflow execution already completed');
const unavailable = failing(14, 'connection refused');

/** Service 7 has a license, and the Temporal Service answers every beat so from now on. */
async function answering(t: TestContext, beat: Beat) {
  const at = await atLicenseServer(t);
  const license = await at.run('orderLicense', order);
  // Else there is nothing to turn off.
  await byHand(at, { func: 'soft.edit', elid: license.licenseId, autoprolong: '12' });
  const asked: Uint8Array[] = [];
  const counted: Beat = (taskToken) => {
    asked.push(taskToken);
    return beat(taskToken);
  };
  const activities = createLicenseServerActivities({ ...at.access, passLine: passLine(counted) });
  const isTold = beat === cancelled || beat === gone;
  const run = <Name extends keyof LicenseServerActivities>(
    name: Name,
    ...args: Parameters<LicenseServerActivities[Name]>
  ) => {
    const environment = inConversation(at.access);
    // The SDK asks as well, and is told the same.
    if (isTold) environment.on('heartbeat', () => environment.cancel());
    return environment.run(activities[name] as never, ...args) as ReturnType<LicenseServerActivities[Name]>;
  };
  /** What the ledger and the license server have seen. */
  const written = async () => ({
    entries: await entriesOf(at.access.ledger),
    operations: at.simulator.operations(),
  });
  return { ...at, asIt: at.run, run, license, written, asked };
}

type Steps = Awaited<ReturnType<typeof answering>>;

/** Every step that writes something which cannot be taken back. */
const steps: Readonly<Record<string, (at: Steps) => Promise<unknown>>> = {
  orderLicense: ({ run }) =>
    run('orderLicense', { ...order, service: other, marker: 'pk/8/2c1d4e6a8b90.1' as typeof MARKER }),
  prolongLicense: ({ run, license }) => run('prolongLicense', { serviceId: '7', license, periodMonths: 12 }),
  changePriceList: ({ run, license }) =>
    run('changePriceList', {
      serviceId: '7',
      changeId: 'a.1',
      license,
      priceList: MONTHLY,
      periodMonths: 1,
    }),
  returnLicense: ({ run, license }) => run('returnLicense', license, '7'),
  readdressLicense: ({ run, license, pass }) => {
    pass(40 * DAY_MS);
    return run('readdressLicense', { serviceId: '7', license, ip: '192.0.2.70' });
  },
  turnOffAutoprolong: ({ run, license }) => run('turnOffAutoprolong', license.licenseId, YEARLY),
  resumeLicense: ({ run, license }) => run('resumeLicense', license.licenseId, YEARLY),
};

function withdrawn(error: unknown): true {
  assert.ok(error instanceof CancelledFailure, String(error));
  assert.match(error.message, /^Withdrawn: /);
  return true;
}

for (const [name, step] of Object.entries(steps)) {
  describe(`${name}, right before it writes`, () => {
    for (const [when, beat] of Object.entries({ cancelled, gone })) {
      it(`is withdrawn when it was ${when}, and has written nothing`, LIMIT, async (t) => {
        const at = await answering(t, beat);
        const before = await at.written();
        await assert.rejects(step(at), withdrawn);
        assert.deepEqual(await at.written(), before);
      });
    }

    it('writes nothing when nobody says whether it is wanted', LIMIT, async (t) => {
      const at = await answering(t, unavailable);
      const before = await at.written();
      await assert.rejects(step(at), failsAs('LicenseServerBusy'));
      assert.deepEqual(await at.written(), before);
    });
  });
}

describe('the line of withdrawal', () => {
  it('is asked about once, and passed where the call is wanted', LIMIT, async (t) => {
    const at = await answering(t, wanted);
    assert.equal((await at.run('returnLicense', at.license, '7')).kind, 'returned');
    assert.equal(at.asked.length, 1);
  });

  it('is not asked about by what only reads', LIMIT, async (t) => {
    const at = await answering(t, cancelled);
    await at.run('rereadLicense', at.license);
    assert.equal((await at.run('orderLicense', order)).licenseId, at.license.licenseId);
    assert.equal(at.asked.length, 0);
  });

  it('lies before all steps of a hand-out, which belong together', LIMIT, async (t) => {
    let answers = 0;
    const at = await answering(t, () => Promise.resolve({ cancelRequested: (answers += 1) > 1 }));
    const returned = await at.asIt('returnLicense', at.license, '7');
    assert.ok(returned.kind === 'returned');
    at.pass(40 * DAY_MS);
    const request = { license: returned.license, service: other, marker: MARKER };
    const result = await at.run('reassignLicense', { ...order, ...request });
    assert.equal(result.kind, 'reassigned');
    assert.equal(answers, 1);
  });

  it('keeps a free license free when its hand-out is withdrawn', LIMIT, async (t) => {
    const at = await answering(t, cancelled);
    const returned = await at.asIt('returnLicense', at.license, '7');
    assert.ok(returned.kind === 'returned');
    at.pass(40 * DAY_MS);
    const before = await at.written();
    const request = { license: returned.license, service: other, marker: MARKER };
    await assert.rejects(at.run('reassignLicense', { ...order, ...request }), withdrawn);
    assert.deepEqual(await at.written(), before);
  });

  it('does not hide a fault of our own', LIMIT, async (t) => {
    const at = await answering(t, () => Promise.reject(new TypeError('undefined is not a function')));
    await assert.rejects(at.run('returnLicense', at.license, '7'), TypeError);
  });
});
