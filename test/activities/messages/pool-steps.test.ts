import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { DAY_MS } from '../../../src/domain/base/calendar.js';
import type { FreeLicense } from '../../../src/domain/pool/pool.js';
import type { FaultRuleInput } from '../../../src/simulator/simulator.js';
import { atLicenseServer, failsAs, type AtLicenseServer } from '../../support/at-license-server.js';
import { MARKER, sampleService, YEARLY } from '../../support/samples.js';

const LIMIT = { timeout: 60_000 };
const NEXT_MARKER = 'pk/8/2c1d4e6a8b90.1' as typeof MARKER;
const next = sampleService({ serviceId: '8', serviceName: 'vps8', ip: '192.0.2.8' });

async function ordered(t: TestContext) {
  const at = await atLicenseServer(t);
  const request = { service: sampleService(), marker: MARKER, priceList: YEARLY, periodMonths: 12 };
  const license = await at.run('orderLicense', request);
  const giveBack = () => at.run('returnLicense', license, '7');
  return { ...at, license, giveBack };
}

async function returned(t: TestContext): Promise<AtLicenseServer & { free: FreeLicense }> {
  const { giveBack, ...at } = await ordered(t);
  const result = await giveBack();
  assert.ok(result.kind === 'returned');
  at.pass(40 * DAY_MS);
  return { ...at, free: result.license };
}

const reassign = (at: AtLicenseServer, license: FreeLicense) =>
  at.run('reassignLicense', {
    license,
    service: next,
    marker: NEXT_MARKER,
    priceList: YEARLY,
    periodMonths: 12,
  });

/** The calls that change a license, as the simulator saw them. */
const writes = ({ simulator }: AtLicenseServer) =>
  simulator
    .operations()
    .slice(1)
    .map(({ func, changes }) => `${func} ${Object.keys(changes).sort().join()}`);

const lost = (skip: number): FaultRuleInput => ({
  kind: 'drop-after',
  func: 'soft.edit',
  only: 'write',
  skip,
  times: 1,
});

describe('returnLicense', () => {
  it(
    'names the license by the convention of the vendor, and tells from when on it can be used again',
    LIMIT,
    async (t) => {
      const { giveBack, simulator } = await ordered(t);
      const result = await giveBack();
      assert.ok(result.kind === 'returned');
      const { licenseId, ip, expiresOn, usableAtMs, lastHolder } = result.license;
      assert.deepEqual([licenseId, ip, expiresOn, lastHolder], ['1001', '0.0.0.0', '2042-01-15', '7']);
      // The address was changed on 15 January: more than a month ago it is on 16 February.
      assert.equal(usableAtMs, Date.UTC(2041, 1, 17));
      const [license] = simulator.licenses();
      assert.ok(license);
      assert.deepEqual([license.licname, license.ip, license.remoteId], ['free.lic', '0.0.0.0', '']);
    },
  );

  it('is repeated without another change', LIMIT, async (t) => {
    const { giveBack, ...at } = await ordered(t);
    assert.deepEqual(await giveBack(), await giveBack());
    assert.equal(writes(at).length, 1);
  });

  it('is repeated without another change after its answer was lost', LIMIT, async (t) => {
    const { giveBack, ...at } = await ordered(t);
    at.simulator.setFaults([lost(0)]);
    const first = await giveBack().catch(failsAs('OutcomeUnknown'));
    const again = await giveBack();
    assert.equal(again.kind, 'returned');
    if (first !== true) assert.deepEqual(first, again);
    assert.equal(writes(at).length, 1);
  });

  it('does not count a license as free that no list shows so', LIMIT, async (t) => {
    const { giveBack, simulator } = await ordered(t);
    simulator.setFaults([{ kind: 'http-500', func: 'soft', times: 1 }]);
    await assert.rejects(giveBack(), (error: { type?: string }) =>
      /^(ListUntrusted|UnreadableAnswer)$/.test(error.type ?? ''),
    );
    assert.equal((await giveBack()).kind, 'returned');
  });

  it('says that a license is gone when it was deleted', LIMIT, async (t) => {
    const { giveBack, pass } = await ordered(t);
    pass(400 * DAY_MS);
    assert.deepEqual(await giveBack(), { kind: 'gone' });
  });
});

describe('reassignLicense', () => {
  it('gives the license the name, the address and a key of the next service', LIMIT, async (t) => {
    const at = await returned(t);
    const before = await at.run('readLicenseKey', at.free.licenseId, YEARLY);
    const result = await reassign(at, at.free);
    assert.ok(result.kind === 'reassigned');
    assert.deepEqual([result.license.source, result.license.expiresOn], ['pool', '2042-01-15']);
    const [license] = at.simulator.licenses();
    assert.ok(license);
    assert.deepEqual([license.ip, license.licname], ['192.0.2.8', `Item #8 addon vps8 [${NEXT_MARKER}]`]);
    assert.notEqual(await at.run('readLicenseKey', at.free.licenseId, YEARLY), before);
    assert.equal(at.simulator.charges().length, 1);
  });

  for (const [step, skip] of [
    ['the new name and address', 0],
    ['the new key', 1],
  ] as const) {
    it(`is repeated without harm when the answer to ${step} was lost`, LIMIT, async (t) => {
      const at = await returned(t);
      at.simulator.setFaults([lost(skip)]);
      const first = await reassign(at, at.free).catch(failsAs('OutcomeUnknown'));
      const again = first === true ? await reassign(at, at.free) : first;
      assert.equal(again.kind, 'reassigned');
      // The address may be changed once a month: had it been written twice, the second call would
      // have been refused.
      assert.equal(writes(at).filter((write) => write.includes('ip')).length, 2);
    });
  }

  it('says that it is too soon when the license server refuses the address', LIMIT, async (t) => {
    const { giveBack, ...at } = await ordered(t);
    const result = await giveBack();
    assert.ok(result.kind === 'returned');
    for (let tries = 0; tries < 2; tries += 1) {
      const refused = await reassign(at, result.license);
      assert.ok(refused.kind === 'refused');
      assert.equal(refused.failure, 'IpChangeTooSoon');
      assert.deepEqual([refused.license.ip, at.simulator.licenses()[0]?.licname], ['0.0.0.0', 'free.lic']);
    }
  });

  it('says that a license is gone when it was deleted', LIMIT, async (t) => {
    const at = await returned(t);
    at.pass(400 * DAY_MS);
    assert.deepEqual(await reassign(at, at.free), { kind: 'gone' });
  });

  it('wakes a license that has stopped', LIMIT, async (t) => {
    const at = await returned(t);
    await at.access.server.suspendLicense(at.free.licenseId, YEARLY);
    assert.equal((await reassign(at, at.free)).kind, 'reassigned');
    assert.equal(at.simulator.licenses()[0]?.status, 'active');
  });
});
