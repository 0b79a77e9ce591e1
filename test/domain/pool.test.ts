import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { DAY_MS } from '../../src/domain/calendar.js';
import type { LicenseId } from '../../src/domain/license.js';
import { chooseFreeLicense, drawPool, notBefore, type FreeLicense } from '../../src/domain/pool.js';
import { MONTHLY, sampleFree, YEARLY } from '../support/samples.js';

const LIMIT = { timeout: 30_000 };
const NOW = Date.UTC(2030, 0, 15);
const need = { priceList: MONTHLY, ip: '192.0.2.9' };
const free = (licenseId: string, changes: Partial<FreeLicense> = {}): FreeLicense =>
  sampleFree({ licenseId: licenseId as LicenseId, ...changes });
const longer = { expiresAtMs: Date.UTC(2030, 5, 1) };
const granted = (licenses: readonly FreeLicense[], now = NOW) => {
  const choice = chooseFreeLicense(licenses, need, now);
  return choice.kind === 'granted' ? `${choice.license.licenseId} ${choice.reason}` : 'none';
};

describe('chooseFreeLicense', () => {
  it('has none in an empty pool', LIMIT, () => {
    assert.deepEqual(chooseFreeLicense([], need, NOW), { kind: 'none', passedOver: [] });
  });

  it('says of each license why it was passed over', LIMIT, () => {
    const licenses = [
      free('1', { priceList: YEARLY }),
      free('2', { usableAtMs: NOW + 1 }),
      free('3', { expiresAtMs: NOW }),
      // Another price list is reason enough, whatever else is wrong.
      free('4', { priceList: YEARLY, expiresAtMs: NOW }),
    ];
    assert.deepEqual(chooseFreeLicense(licenses, need, NOW), {
      kind: 'none',
      passedOver: [
        { licenseId: '1', reason: 'OtherPriceList' },
        { licenseId: '2', reason: 'AddressChangedTooRecently' },
        { licenseId: '3', reason: 'Expired' },
        { licenseId: '4', reason: 'OtherPriceList' },
      ],
    });
  });

  it(
    'grants a license up to the last millisecond of its time, and from the first of its usability',
    LIMIT,
    () => {
      assert.equal(granted([free('1', { expiresAtMs: NOW + 1 })]), '1 LongestPaid');
      assert.equal(granted([free('1', { usableAtMs: NOW })]), '1 LongestPaid');
    },
  );

  it('prefers the license that is paid for longest', LIMIT, () => {
    assert.equal(granted([free('1'), free('2', longer), free('3')]), '2 LongestPaid');
  });

  it(
    'prefers one that carries the wanted address, even if it was changed lately and is paid for less',
    LIMIT,
    () => {
      const same = free('2', { ip: need.ip, usableAtMs: NOW + DAY_MS });
      assert.equal(granted([free('1', longer), same]), '2 SameAddress');
    },
  );

  it('gives ties to the lowest license id, as a number', LIMIT, () => {
    assert.equal(granted([free('1001'), free('999'), free('1000')]), '999 LongestPaid');
  });

  const anyFree = fc.record({
    licenseId: fc.integer({ min: 1, max: 10_000 }).map((id) => String(id) as LicenseId),
    priceList: fc.constantFrom(MONTHLY, YEARLY),
    ip: fc.constantFrom('0.0.0.0', need.ip, '192.0.2.1'),
    expiresAtMs: fc.integer({ min: NOW - 3, max: NOW + 3 }),
    usableAtMs: fc.integer({ min: NOW - 3, max: NOW + 3 }),
  });
  const anyPool = fc
    .uniqueArray(anyFree, { maxLength: 12, selector: ({ licenseId }) => licenseId })
    .map((pool) => pool.map((changes) => sampleFree(changes)));
  const fits = ({ priceList, ip, expiresAtMs, usableAtMs }: FreeLicense) =>
    priceList === MONTHLY && NOW < expiresAtMs && (ip === need.ip || usableAtMs <= NOW);

  it('grants exactly when a fitting license is there, and accounts for every other', LIMIT, () => {
    fc.assert(
      fc.property(anyPool, (pool) => {
        const choice = chooseFreeLicense(pool, need, NOW);
        assert.equal(choice.kind === 'granted', pool.some(fits));
        if (choice.kind === 'granted') assert.ok(fits(choice.license));
        else assert.equal(choice.passedOver.length, pool.length);
      }),
    );
  });

  it('does not depend on the order of the pool', LIMIT, () => {
    const shuffled = anyPool.chain((pool) =>
      fc.tuple(fc.constant(pool), fc.shuffledSubarray(pool, { minLength: pool.length })),
    );
    fc.assert(fc.property(shuffled, ([pool, other]) => assert.equal(granted(pool), granted(other))));
  });
});

describe('notBefore', () => {
  it('only ever puts a license off', LIMIT, () => {
    assert.equal(notBefore(free('1', { usableAtMs: 5 }), 9).usableAtMs, 9);
    assert.equal(notBefore(free('1', { usableAtMs: 9 }), 5).usableAtMs, 9);
  });
});

describe('drawPool', () => {
  it('draws a table of at most fifty licenses under the whole count', LIMIT, () => {
    const lines = drawPool(
      Array.from({ length: 60 }, (_, at) => free(String(at))),
      3,
    ).split('\n');
    assert.equal(lines[0], '60 free, 3 claimed');
    assert.equal(lines.length, 4 + 50);
    assert.equal(lines[4], '| 0 | 55382 | 2030-03-01 | 7 |');
  });
});
