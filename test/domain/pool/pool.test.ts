import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { DAY_MS } from '../../../src/domain/base/calendar.js';
import type { LicenseId } from '../../../src/domain/base/license.js';
import { chooseFreeLicense, notBefore, type FreeLicense, type Need } from '../../../src/domain/pool/pool.js';
import { PoolStock } from '../../../src/domain/pool/pool-stock.js';
import { MONTHLY, sampleFree, YEARLY } from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };
const NOW = Date.UTC(2030, 0, 15);
const need = { priceList: MONTHLY, ip: '192.0.2.9' };
const free = (licenseId: string, changes: Partial<FreeLicense> = {}): FreeLicense =>
  sampleFree({ licenseId: licenseId as LicenseId, ...changes });
const longer = { expiresAtMs: Date.UTC(2030, 5, 1) };
const choose = (licenses: readonly FreeLicense[], wanted: Need = need, now = NOW) =>
  chooseFreeLicense(new PoolStock(licenses), wanted, now);
const granted = (licenses: readonly FreeLicense[], wanted: Need = need) => {
  const choice = choose(licenses, wanted);
  return choice.kind === 'granted' ? `${choice.license.licenseId} ${choice.reason}` : 'none';
};

describe('chooseFreeLicense', () => {
  it('has none in an empty pool', LIMIT, () => {
    assert.deepEqual(choose([]), { kind: 'none', passedOver: { counts: {}, examples: [] } });
  });

  it('says of each license why it was passed over', LIMIT, () => {
    const licenses = [
      free('1', { priceList: YEARLY }),
      free('2', { usableAtMs: NOW + 1 }),
      free('3', { expiresAtMs: NOW }),
      // Another price list is reason enough, whatever else is wrong.
      free('4', { priceList: YEARLY, expiresAtMs: NOW }),
      free('5', { expiresAtMs: NOW + 5 }),
    ];
    assert.deepEqual(choose(licenses, { ...need, paidUntilMs: NOW + 5 }), {
      kind: 'none',
      passedOver: {
        counts: { AddressChangedTooRecently: 1, ExpiresTooSoon: 1, Expired: 1, OtherPriceList: 2 },
        examples: [
          { licenseId: '2', reason: 'AddressChangedTooRecently' },
          { licenseId: '5', reason: 'ExpiresTooSoon' },
          { licenseId: '3', reason: 'Expired' },
          { licenseId: '1', reason: 'OtherPriceList' },
          { licenseId: '4', reason: 'OtherPriceList' },
        ],
        usableAtMs: NOW + 1,
      },
    });
  });

  it('only clears the address where a new license is wanted in any case', LIMIT, () => {
    const licenses = [free('1'), free('2', { ip: need.ip }), free('3', longer)];
    const choice = choose(licenses, { ...need, onlyVacates: true });
    assert.deepEqual([choice.kind, choice.vacate?.licenseId], ['none', '2']);
  });

  it('counts the licenses that are promised to others', LIMIT, () => {
    const choice = chooseFreeLicense(new PoolStock(), need, NOW, [
      free('1'),
      free('2', { priceList: YEARLY }),
    ]);
    assert.deepEqual(choice.passedOver.counts, { HeldByAnotherClaim: 1 });
  });

  it('names a dozen of those passed over, and counts them all', LIMIT, () => {
    const { counts, examples } = choose(
      Array.from({ length: 10_000 }, (_, at) => free(String(at), { usableAtMs: NOW + 1 })),
    ).passedOver;
    assert.deepEqual([counts, examples.length], [{ AddressChangedTooRecently: 10_000 }, 12]);
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

  const across = { ...need, siblings: [YEARLY], acrossPeriods: true };

  it(
    'takes what is left of another price list of the panel, after its own, where that is allowed',
    LIMIT,
    () => {
      const year = free('2', { priceList: YEARLY, ...longer });
      assert.equal(granted([year]), 'none');
      assert.equal(granted([year], across), '2 OtherPeriod');
      assert.equal(granted([free('1'), year], across), '1 LongestPaid');
      assert.equal(granted([free('1'), { ...year, ip: need.ip }], across), '2 SameAddress');
    },
  );

  it('says which free license keeps every other one off the wanted address', LIMIT, () => {
    const year = free('2', { priceList: YEARLY, ip: need.ip });
    assert.equal(choose([year]).vacate, undefined, 'of another panel, as far as is known');
    const siblings = { ...need, siblings: [YEARLY] };
    assert.equal(choose([year], siblings).vacate?.licenseId, '2');
    const choice = choose([free('1'), year], siblings);
    assert.deepEqual([choice.kind, choice.vacate?.licenseId], ['granted', '2']);
    const expired = free('3', { ip: need.ip, expiresAtMs: NOW });
    assert.equal(choose([expired]).vacate?.licenseId, '3');
    assert.equal(choose([free('4', { ip: need.ip })]).vacate, undefined);
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
  const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0);
  const fits = ({ priceList, ip, expiresAtMs, usableAtMs }: FreeLicense) =>
    priceList === MONTHLY && NOW < expiresAtMs && (ip === need.ip || usableAtMs <= NOW);

  it('grants exactly when a fitting license is there, and accounts for every other', LIMIT, () => {
    fc.assert(
      fc.property(anyPool, (pool) => {
        const choice = choose(pool);
        assert.equal(choice.kind === 'granted', pool.some(fits));
        if (choice.kind === 'granted') assert.ok(fits(choice.license));
        else assert.equal(sum(choice.passedOver.counts), pool.length);
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
