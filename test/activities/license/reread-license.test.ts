import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { DAY_MS } from '../../../src/domain/base/calendar.js';
import { atLicenseServer } from '../../support/at-license-server.js';
import { MARKER, MONTHLY, sampleService } from '../../support/samples.js';

const LIMIT = { timeout: 60_000 };

async function ordered(t: TestContext) {
  const at = await atLicenseServer(t);
  const service = sampleService();
  const order = { service, marker: MARKER, priceList: MONTHLY, periodMonths: 1 };
  return { ...at, service, license: await at.run('orderLicense', order) };
}

describe('rereadLicense', () => {
  it('gives what its server shows now, and the address', LIMIT, async (t) => {
    const { run, service, license } = await ordered(t);
    const prolonged = await run('prolongLicense', { serviceId: '7', license, periodMonths: 1 });
    assert.ok(prolonged.kind === 'prolonged');
    assert.deepEqual(await run('rereadLicense', license), { license: prolonged.license, ip: service.ip });
  });

  it('gives the address that somebody else has moved it to', LIMIT, async (t) => {
    const { run, access, license, pass } = await ordered(t);
    pass(20 * DAY_MS);
    await access.server.editLicense(license.licenseId, MONTHLY, { ip: '192.0.2.70' });
    assert.deepEqual(await run('rereadLicense', license), { license, ip: '192.0.2.70' });
  });

  it('gives nothing when the license was deleted', LIMIT, async (t) => {
    const { run, license, pass } = await ordered(t);
    pass(62 * DAY_MS);
    assert.equal(await run('rereadLicense', license), null);
  });
});
