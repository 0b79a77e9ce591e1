import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { LicenseRecord } from '../../../src/domain/base/license.js';
import { compareSides, type ServiceHolding } from '../../../src/domain/comparison/reconcile.js';
import { emptyPool } from '../../../src/domain/pool/pool-state.js';
import { sampleFree, sampleHeld, sampleService } from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };
const NOW = Date.UTC(2030, 1, 1);
const license = sampleHeld();
const holding: ServiceHolding = { service: sampleService(), status: 'active', license, isMoving: false };
const record: LicenseRecord = {
  licenseId: license.licenseId,
  priceList: license.priceList,
  name: 'Item #7 addon vps7 [pk/7/0123456789ab.1]',
  ip: holding.service.ip,
  expiresOn: license.expiresOn,
  status: 'active',
};

function findings(changed: Partial<ServiceHolding>, there: Partial<LicenseRecord>): string[] {
  return compareSides({
    licenses: [{ ...record, ...there }],
    services: [{ ...holding, ...changed }],
    pool: emptyPool('licenses'),
    wanted: [],
    now: NOW,
    asFree: () => sampleFree(),
    adopt: () => ({ refusal: 'not asked for' }),
  }).map(({ kind, proposal }) => `${kind}: ${proposal.action}`);
}

describe('a license that its server has suspended', () => {
  it('is resumed where its service is active, whatever else is on its way', LIMIT, () => {
    for (const isMoving of [false, true])
      assert.deepEqual(findings({ isMoving }, { status: 'suspended' }), ['StatusDiffers: resume']);
  });

  it('stays so where its service is not active, or it has expired', LIMIT, () => {
    assert.deepEqual(findings({ status: 'suspended' }, { status: 'suspended' }), []);
    const expired = { ...license, expiresOn: '2030-01-31' as typeof license.expiresOn };
    assert.deepEqual(
      findings({ license: expired }, { status: 'suspended', expiresOn: expired.expiresOn }),
      [],
    );
  });
});

describe('a license that is on its way', () => {
  it('is not compared further', LIMIT, () => {
    assert.deepEqual(findings({ isMoving: true }, { ip: '192.0.2.70' }), []);
    assert.deepEqual(findings({}, { ip: '192.0.2.70' }), ['AddressDiffers: ask']);
  });
});
