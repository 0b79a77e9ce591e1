import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { packPool, unpackPool } from '../../../src/contract/packed-pool.js';
import { addDays, DAY_MS, date, utcStartOf } from '../../../src/domain/base/calendar.js';
import type { LicenseId } from '../../../src/domain/base/license.js';
import type { FreeLicense } from '../../../src/domain/pool/pool.js';
import { PoolBooks } from '../../../src/domain/pool/pool-books.js';
import { drawPool, entriesOf, usableInWords } from '../../../src/domain/pool/pool-report.js';
import { emptyPool, type ParkedLicense, type PoolState } from '../../../src/domain/pool/pool-state.js';
import { MONTHLY, sampleFree, YEARLY } from '../../support/samples.js';

const LIMIT = { timeout: 30_000 };
const NOW = Date.UTC(2030, 0, 15);
const need = { priceList: MONTHLY, ip: '192.0.2.9' };
const free = (licenseId: string, changes: Partial<FreeLicense> = {}) =>
  sampleFree({ licenseId: licenseId as LicenseId, ...changes });
const booksOf = (...licenses: FreeLicense[]) => new PoolBooks({ ...emptyPool('licenses'), free: licenses });
const parked = (licenseId: string): ParkedLicense => ({
  ...free(licenseId),
  failure: 'Refused',
  message: 'no',
  atMs: NOW,
});

describe('the books of a pool', () => {
  it(
    'serve 200 who want 50 licenses: each is promised once, and 150 are told that there is none',
    LIMIT,
    () => {
      const books = booksOf(...Array.from({ length: 50 }, (_, at) => free(String(at))));
      const choices = Array.from({ length: 200 }, (_, at) => books.claim(`pk/${at}/a.1`, need, NOW));
      const granted = choices.flatMap((choice) =>
        choice.kind === 'granted' ? choice.license.licenseId : [],
      );
      assert.deepEqual([granted.length, new Set(granted).size], [50, 50]);
      assert.equal(choices.filter(({ kind }) => kind === 'none').length, 150);
    },
  );

  it('let an idle license lapse once its time has surely run out', LIMIT, () => {
    const books = booksOf(free('1'), free('2', { expiredAtMs: NOW, expiresAtMs: NOW - DAY_MS }));
    books.lapse(NOW - 1);
    assert.equal(books.stock.size, 2);
    books.lapse(NOW);
    assert.deepEqual([books.stock.size, books.state().lapsed], [1, 1]);
  });

  it('remember what has lapsed at an address until it is surely deleted, to clear the address', LIMIT, () => {
    const lapsed = free('2', { ip: need.ip, expiredAtMs: NOW, expiresAtMs: NOW - DAY_MS });
    const choice = booksOf(lapsed).claim('pk/7/a.1', need, NOW + 44 * DAY_MS);
    assert.deepEqual([choice.kind, choice.vacate?.licenseId], ['none', '2']);
    const late = booksOf(lapsed).claim('pk/7/a.1', need, NOW + 45 * DAY_MS);
    assert.deepEqual([late.kind, late.vacate], ['none', undefined]);
  });

  it('do not take a promised license from its next holder when a return is told twice', LIMIT, () => {
    const books = booksOf();
    books.add(free('1', { lastHolder: '7' }));
    books.claim('pk/8/a.1', need, NOW);
    books.add(free('1', { lastHolder: '7' }));
    assert.deepEqual([books.stock.size, books.claims.size], [0, 1]);
    books.add(free('1', { lastHolder: '8' }));
    assert.deepEqual([books.stock.size, books.claims.size], [1, 0]);
  });

  it('lend out a license that has to leave an address, and take it back', LIMIT, () => {
    const year = free('1', { priceList: YEARLY, ip: need.ip });
    const books = booksOf(year);
    const wanted = { ...need, siblings: [YEARLY] };
    for (let times = 0; times < 2; times += 1) {
      assert.equal(books.claim('pk/8/a.1', wanted, NOW).vacate?.licenseId, '1');
      assert.deepEqual([books.stock.size, books.vacating.size, books.claims.size], [0, 1, 0]);
    }
    books.vacated('pk/8/a.1', { ...year, ip: '0.0.0.0' });
    books.vacated('pk/8/a.1', { ...year, ip: '0.0.0.0' });
    assert.deepEqual([books.stock.size, books.vacating.size], [1, 0]);
    assert.equal(books.claim('pk/8/a.1', wanted, NOW).vacate, undefined);
  });

  it('show a parked license until it is returned, dropped, or given up and gone', LIMIT, () => {
    const books = booksOf();
    books.park(parked('1'));
    books.park(parked('2'));
    books.add(free('1'));
    assert.equal(books.forfeit('1' as LicenseId, NOW), false);
    assert.equal(books.forfeit('2' as LicenseId, NOW), true);
    assert.equal(books.state().parked[0]?.forfeitedAtMs, NOW);
    books.drop('2' as LicenseId);
    assert.deepEqual(books.state().parked, []);
  });

  it('hold each license in one place only, whatever is told in whatever order', LIMIT, () => {
    const id = fc.integer({ min: 1, max: 6 }).map(String);
    const key = fc.integer({ min: 1, max: 4 }).map((service) => `pk/${service}/a.1`);
    const step = fc.oneof(
      fc.tuple(fc.constant('claim' as const), key, id),
      fc.tuple(fc.constant('confirm' as const), key, id),
      fc.tuple(fc.constant('reject' as const), key, id),
      fc.tuple(fc.constant('add' as const), key, id),
      fc.tuple(fc.constant('park' as const), key, id),
      fc.tuple(fc.constant('vacated' as const), key, id),
      fc.tuple(fc.constant('drop' as const), key, id),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const books = booksOf(
          free('1'),
          free('2', { ip: need.ip }),
          free('3', { priceList: YEARLY, ip: need.ip }),
        );
        for (const [kind, name, licenseId] of steps) {
          const lastHolder = name.split('/')[1] ?? '';
          const mine = books.claims.get(name)?.license;
          if (kind === 'claim') books.claim(name, { ...need, siblings: [YEARLY] }, NOW);
          else if (kind === 'confirm') books.confirm(name);
          else if (kind === 'reject') books.reject(name, mine ?? null);
          else if (kind === 'add') books.add(free(licenseId, { lastHolder }));
          else if (kind === 'park') books.park({ ...parked(licenseId), lastHolder });
          else if (kind === 'vacated') books.vacated(name, books.vacating.get(name)?.license ?? null);
          else books.drop(licenseId as LicenseId);
          const { free: left, claims, vacating, parked: aside } = books.state();
          const inHands = [...Object.values(claims), ...Object.values(vacating)].map(
            ({ license }) => license,
          );
          const places = [...left, ...inHands, ...aside].map((license) => license.licenseId);
          assert.equal(new Set(places).size, places.length, `${kind} ${name} ${licenseId}`);
        }
      }),
    );
  });
});

/**
 * A pool such as a busy server has: two zones of offset, some addresses, instants of every kind.
 */
function bigPool(size: number): PoolState {
  const licenses = Array.from({ length: size }, (_, at) => {
    const expiresOn = addDays(date('2030-01-01'), at % 400);
    const shift = at % 3 === 0 ? 3_600_000 : 7_200_000;
    return free(String(1_000_000 + at), {
      priceList: at % 2 === 0 ? MONTHLY : YEARLY,
      ip: at % 4 === 0 ? `198.51.100.${at % 256}` : '0.0.0.0',
      expiresOn,
      expiresAtMs: utcStartOf(expiresOn) - shift,
      expiredAtMs: utcStartOf(expiresOn) + DAY_MS - shift,
      usableAtMs: at % 5 === 0 ? 0 : NOW + at,
      lastHolder: `service-${10_000 + at}`,
    });
  });
  const claims = { 'pk/1/a.1': { license: free('1'), atMs: NOW } };
  return { ...emptyPool('licenses'), free: licenses, claims, parked: [parked('2')], lapsed: 3 };
}

describe('a packed pool', () => {
  it('is the same pool again', LIMIT, () => {
    const pool = bigPool(10_000);
    assert.deepEqual(
      unpackPool(JSON.parse(JSON.stringify(packPool(pool))) as ReturnType<typeof packPool>),
      pool,
    );
  });

  it('takes less than 120 bytes for a license, and fits into one payload', LIMIT, () => {
    const bytes = JSON.stringify(packPool(bigPool(10_000))).length;
    assert.ok(bytes / 10_000 < 120, `${bytes / 10_000} bytes a license`);
    assert.ok(bytes < 2_000_000);
  });
});

describe('the report of a pool', () => {
  const state = {
    ...emptyPool('licenses'),
    free: [free('2', { usableAtMs: NOW + DAY_MS }), free('1', { expiresAtMs: Date.UTC(2030, 1, 1) })],
    prices: { [MONTHLY]: { months: 1, amountMinor: 2800, currency: 'EUR' } },
  };

  it('tells days, value, and from when each license can be used, the first to expire first', LIMIT, () => {
    assert.deepEqual(
      entriesOf(state, NOW).map(({ licenseId, daysLeft, value, usableFrom }) => [
        licenseId,
        daysLeft,
        value,
        usableFrom,
      ]),
      [
        ['1', 17, { amountMinor: 1700, currency: 'EUR' }, undefined],
        ['2', 45, { amountMinor: 4500, currency: 'EUR' }, '2030-01-16'],
      ],
    );
  });

  it('tells which cannot serve at another address before they expire', LIMIT, () => {
    const short = free('3', {
      ip: '192.0.2.3',
      expiresAtMs: NOW + DAY_MS,
      expiredAtMs: NOW + 2 * DAY_MS,
      usableAtMs: NOW + DAY_MS,
    });
    const entry = (changes: Partial<FreeLicense>) =>
      entriesOf({ ...state, free: [{ ...short, ...changes }] }, NOW)[0]!;
    assert.deepEqual(
      [entry({}).canServe, usableInWords(entry({}))],
      [false, 'at 192.0.2.3 alone: expires before it may move'],
    );
    assert.equal(entry({ usableAtMs: 0 }).canServe, true);
    assert.equal(usableInWords(entry({ expiredAtMs: NOW })), 'no more: expired, and still at 192.0.2.3');
  });

  it('is drawn for the UI, and names what needs a human', LIMIT, () => {
    const lines = drawPool({ ...state, parked: [parked('3')] }, NOW, 1).split('\n');
    assert.equal(lines[0], '2 free, 0 claimed, 1 parked, 0 forfeited, 0 lapsed');
    assert.match(lines[2] ?? '', /panelkeeper pool forfeit/);
    assert.equal(lines[6], '| 1 | 55382 | 2030-03-01 | 17 | 17.00 EUR | now | 7 |');
    assert.equal(lines[7], '| 3 | 55382 | 2030-03-01 | parked | Refused | no | 7 |');
  });
});
