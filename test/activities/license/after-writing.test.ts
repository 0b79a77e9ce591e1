/** What is written stays written, whatever becomes of the call behind it. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { DAY_MS } from '../../../src/domain/base/calendar.js';
import { FREE_IP } from '../../../src/domain/base/marker.js';
import { atLicenseServer, failsAs } from '../../support/at-license-server.js';
import { MARKER, sampleService, YEARLY } from '../../support/samples.js';

const LIMIT = { timeout: 60_000 };
const ORDER = { service: sampleService(), marker: MARKER, priceList: YEARLY, periodMonths: 12 };
const READ_FAILS = { kind: 'http-502', func: 'soft.edit', only: 'read', skip: 1, times: 1 } as const;

async function ordered(t: TestContext) {
  const at = await atLicenseServer(t);
  const license = await at.run('orderLicense', ORDER);
  at.pass(40 * DAY_MS);
  return { ...at, license, shown: () => at.simulator.licenses()[0] };
}

describe('an edit that cannot be read back', () => {
  it('leaves open where a license is that was moved', LIMIT, async (t) => {
    const { run, license, shown, simulator } = await ordered(t);
    simulator.setFaults([READ_FAILS]);
    const moved = run('readdressLicense', { serviceId: '7', license, ip: FREE_IP });
    await assert.rejects(moved, failsAs('OutcomeUnknown'));
    assert.equal(shown()?.ip, FREE_IP);
  });

  it('leaves open whose a license is, whatever follows its first edit', LIMIT, async (t) => {
    // The new key could not be asked for, or what was written not be read.
    for (const fault of [
      READ_FAILS,
      { kind: 'drop-before', func: 'soft.edit', only: 'write', skip: 1 },
    ] as const) {
      const { run, license, pass, shown, simulator } = await ordered(t);
      const returned = await run('returnLicense', license, '7');
      assert.ok(returned.kind === 'returned');
      pass(40 * DAY_MS);
      simulator.setFaults([fault]);
      const service = sampleService({ serviceId: '8', serviceName: 'vps8', ip: '192.0.2.8' });
      const bound = run('reassignLicense', { ...ORDER, license: returned.license, service });
      await assert.rejects(bound, failsAs('OutcomeUnknown'), fault.kind);
      assert.equal(shown()?.ip, '192.0.2.8');
    }
  });

  it('is in doubt where its answer was lost and nothing shows what became of it', LIMIT, async (t) => {
    const { run, license, shown, simulator } = await ordered(t);
    simulator.setFaults([{ kind: 'drop-after', func: 'soft.edit', only: 'write' }, READ_FAILS]);
    const moved = run('readdressLicense', { serviceId: '7', license, ip: FREE_IP });
    await assert.rejects(moved, failsAs('OutcomeUnknown'));
    assert.equal(shown()?.ip, FREE_IP);
  });
});
