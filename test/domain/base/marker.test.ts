import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { findMarked, licenseNameOf, markerOf } from '../../../src/domain/base/marker.js';
import { FIRST_RUN_ID, MARKER, sampleRecord, sampleService } from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };
const service = sampleService();

describe('markerOf', () => {
  it('names service, life and order', LIMIT, () => {
    assert.equal(markerOf(service, FIRST_RUN_ID, 1), `pk/7/${FIRST_RUN_ID.slice(-12)}.1`);
  });

  it('differs for another service, another life and another order', LIMIT, () => {
    const markers = new Set([
      markerOf(service, FIRST_RUN_ID, 1),
      markerOf(service, FIRST_RUN_ID, 2),
      markerOf(service, '0f7ac9d2-3b1e-4c5d-8e6f-0123456789ac', 1),
      markerOf(sampleService({ serviceId: '71' }), FIRST_RUN_ID, 1),
    ]);
    assert.equal(markers.size, 4);
  });
});

describe('a service that is opened again within the same minute', () => {
  it('has another marker, though both run ids begin with the same time', LIMIT, () => {
    const lives = ['01a211dd-2204-7858-8bac-873e344d0e60', '01a211dd-2204-7858-8bac-0123456789ab'];
    assert.equal(new Set(lives.map((runId) => markerOf(service, runId, 1))).size, 2);
  });
});

describe('licenseNameOf', () => {
  it('follows the template of the vendor with the marker behind it', LIMIT, () => {
    assert.equal(licenseNameOf(service, MARKER), 'Item #7 addon vps7 [pk/7/2c1d4e6a8b90.1]');
  });

  it('cuts the name of the service, never the marker', LIMIT, () => {
    const longest = sampleService({ serviceId: 'i'.repeat(64), serviceName: 'n'.repeat(200) });
    const marker = markerOf(longest, FIRST_RUN_ID, 12);
    const name = licenseNameOf(longest, marker);
    assert.equal(name.length, 255);
    assert.ok(name.startsWith(`Item #${longest.serviceId} addon nnn`) && name.endsWith(`n [${marker}]`));
  });
});

describe('findMarked', () => {
  const byName = sampleRecord({ name: licenseNameOf(service, MARKER) });
  const byId = sampleRecord({ name: 'renamed by hand', remoteId: MARKER });

  it('finds a license by its name or by its remote id', LIMIT, () => {
    assert.equal(findMarked([sampleRecord(), byName], MARKER), byName);
    assert.equal(findMarked([sampleRecord(), byId], MARKER), byId);
  });

  it('passes over deleted licenses', LIMIT, () => {
    assert.equal(findMarked([{ ...byName, status: 'deleted' }], MARKER), undefined);
  });

  it('never takes a marker for another that it begins or ends with', LIMIT, () => {
    const others = ['pk/7/0f7ac9d2.11', 'pk/77/0f7ac9d2.1', 'pk/7/0f7ac9d2', 'apk/7/0f7ac9d2.1'];
    for (const remoteId of others) {
      assert.equal(findMarked([sampleRecord({ remoteId, name: `x [${remoteId}]` })], MARKER), undefined);
    }
  });

  it('finds the license of an order among those of all others', LIMIT, () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        ids,
        fc.integer({ min: 0, max: 7 }),
        fc.integer({ min: 1, max: 3 }),
        (serviceIds, pick, order) => {
          const services = serviceIds.map((serviceId) => sampleService({ serviceId }));
          const records = services.flatMap((one) =>
            [1, 2, 3].map((n) => sampleRecord({ name: licenseNameOf(one, markerOf(one, FIRST_RUN_ID, n)) })),
          );
          const at = pick % services.length;
          const found = findMarked(records, markerOf(services[at]!, FIRST_RUN_ID, order));
          assert.equal(found, records[at * 3 + order - 1]);
        },
      ),
    );
  });
});
