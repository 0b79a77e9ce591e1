import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import * as fixture from './fixtures.js';
import { handmadePanel, type Reply, type SeenCall } from './handmade-panel.js';
import { expectFailure } from './expect-failure.js';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => fixture.row(from + index));

async function listing(
  t: TestContext,
  answer: (page: number, size: number, call: SeenCall) => string | Reply,
  settings: Parameters<Awaited<ReturnType<typeof handmadePanel>>['client']>[0] = {},
) {
  const panel = await handmadePanel((call) =>
    answer(Number(call.form.get('p_num')), Number(call.form.get('p_cnt')), call),
  );
  t.after(() => panel.stop());
  const server = panel.client({ pageSize: 3, ...settings });
  t.after(() => server.close());
  return { panel, list: () => server.listLicenses() };
}

const paged =
  (count: number, stated: number | 'none' = count) =>
  (page: number, size: number) =>
    fixture.list(rows((page - 1) * size + 1, Math.min(page * size, count)), stated);

describe('a list of licenses', { timeout: 20_000 }, () => {
  for (const count of [0, 1, 2, 3, 4, 6, 7]) {
    it(`of ${count} is read to its end in pages of three`, async (t) => {
      const { list } = await listing(t, paged(count));
      const { trusted, licenses } = await list();
      assert.equal(trusted, true);
      assert.deepEqual(
        licenses.map((license) => license.licenseId),
        Array.from({ length: count }, (_, index) => String(index + 1)),
      );
    });
  }

  it('in one page costs one call', async (t) => {
    const { panel, list } = await listing(t, paged(2));
    await list();
    assert.equal(panel.calls.length, 1);
  });

  it('of a server that knows no pages is whole', async (t) => {
    const { list } = await listing(t, () => fixture.list(rows(1, 8)));
    const { trusted, licenses } = await list();
    assert.deepEqual([trusted, licenses.length], [true, 8]);
  });

  it('of a server that repeats its last page is whole', async (t) => {
    const { list } = await listing(t, (page, size) => paged(6)(Math.min(page, 2), size));
    const { trusted, licenses } = await list();
    assert.deepEqual([trusted, licenses.length], [true, 6]);
  });

  it('without a count is read up to an empty page', async (t) => {
    const { list } = await listing(t, paged(5, 'none'));
    const { trusted, licenses } = await list();
    assert.deepEqual([trusted, licenses.length], [true, 5]);
  });

  const untrusted: [name: string, answer: Parameters<typeof listing>[1], reason: RegExp, licenses: number][] =
    [
      ['that is short of its count', paged(4, 9), /states 9 rows and has 4/, 4],
      ['that is empty in spite of its count', () => fixture.list([], 5), /states 5 rows and has 0/, 0],
      ['that has more than its count', paged(5, 2), /states 2 rows and has 3/, 3],
      ['that grows while it is read', (page, size) => paged(6, 5 + page)(page, size), /different numbers/, 3],
      [
        'that counts its page only',
        (page, size) => fixture.list(rows(page * 3 - 2, page === 3 ? 7 : page * 3), page === 3 ? 1 : size),
        /states 3 rows and has 6/,
        6,
      ],
      [
        'that shows a row twice',
        () => fixture.list([...rows(1, 2), ...rows(1, 1)]),
        /states 3 rows and has 2/,
        2,
      ],
      ['that repeats one page and has no count', () => fixture.list(rows(1, 3), 'none'), /does not state/, 3],
      ['that is empty and has no count', () => fixture.list([], 'none'), /does not state/, 0],
      [
        'whose second page is a login page',
        (page, size) => (page === 2 ? '<html/>' : paged(4)(page, size)),
        /a page, not XML/,
        0,
      ],
      ['that is cut', () => fixture.list(rows(1, 2)).slice(0, -1), /not well-formed/, 0],
      [
        'with a row without an id',
        () => fixture.list([fixture.row(1), '<elem><ip>192.0.2.1</ip></elem>']),
        /row without an id/,
        1,
      ],
      [
        'with a license that has no expiry',
        () => fixture.list([fixture.row(1), fixture.row(2).replace(/<expiredate.*?<.expiredate>/, '')]),
        /usable expiresOn/,
        1,
      ],
      [
        'with an expiry in words only',
        () =>
          fixture.list([
            fixture.row(1).replace(/<expiredate.*?<.expiredate>/, '<expiredate>Daily</expiredate>'),
          ]),
        /usable expiresOn/,
        0,
      ],
      [
        'with a date that does not exist',
        () => fixture.list([fixture.row(1).replace('2030-02-01', '2030-02-30')]),
        /usable expiresOn/,
        0,
      ],
      [
        'with a status that nobody knows',
        () => fixture.list([fixture.row(1).replace('orig="2"', 'orig="6"')]),
        /usable status/,
        0,
      ],
      [
        'without names',
        () => fixture.list([fixture.row(1).replace(/<licname.*?<.licname>/, '')]),
        /usable name/,
        0,
      ],
      [
        'with a price list in words only',
        () => fixture.list([fixture.row(1).replace(/<pricelist_id.*?<.pricelist_id>/, '')]),
        /usable priceList/,
        0,
      ],
    ];
  for (const [name, answer, reason, count] of untrusted) {
    it(`${name} is not trusted`, async (t) => {
      const { list } = await listing(t, answer);
      const result = await list();
      assert.equal(result.trusted, false);
      assert.match(result.reason, reason);
      assert.equal(result.licenses.length, count);
    });
  }

  it('prefers the ISO date beside words', async (t) => {
    const daily = '<expiredate>Daily</expiredate><real_expiredate>2030-02-03</real_expiredate>';
    const { list } = await listing(t, () =>
      fixture.list([fixture.row(1).replace(/<expiredate.*?<.expiredate>/, daily)]),
    );
    assert.equal((await list()).licenses[0]!.expiresOn, '2030-02-03');
  });

  it('shows an unpaid order, whose paid time ends on the day of the order', async (t) => {
    const unpaid = fixture
      .row(1)
      .replace(/<expiredate.*?<.expiredate>/, '<expiredate/>')
      .replace('orig="2"', 'orig="1"');
    const { list } = await listing(t, () => fixture.list([unpaid]));
    const { trusted, licenses } = await list();
    assert.equal(trusted, true);
    assert.deepEqual([licenses[0]!.status, licenses[0]!.expiresOn], ['ordered', '2030-01-01']);
  });

  it('drops the time behind a date and a date of zeros', async (t) => {
    const timed = fixture
      .row(1)
      .replace('2030-01-02', '2030-01-02 23:59:59')
      .replace('<real_keychange></real_keychange>', '<real_keychange>0000-00-00</real_keychange>');
    const { list } = await listing(t, () => fixture.list([timed]));
    const [license] = (await list()).licenses;
    assert.deepEqual([license!.ipChangedOn, license!.keyChangedOn], ['2030-01-02', undefined]);
  });

  it('joins the families and trusts both or none', async (t) => {
    let platforms = fixture.list([fixture.row(9)]);
    const answer = (page: number, size: number, { form }: SeenCall) =>
      form.get('func') === 'platform' ? platforms : paged(2)(page, size);
    const { list } = await listing(t, answer, { platformPriceLists: ['55163'] });
    assert.deepEqual(
      (await list()).licenses.map((license) => license.licenseId),
      ['1', '2', '9'],
    );
    platforms = '';
    const half = await list();
    assert.equal(half.trusted, false);
    assert.match(half.reason, /the list platform cannot be trusted: the answer is empty/);
    assert.equal(half.licenses.length, 2);
  });

  it('that the server is too busy for is a failure, not a list', async (t) => {
    const { list } = await listing(t, () => ({ status: 503 }));
    await expectFailure(list, 'LicenseServerBusy', 'notDone');
  });
});
