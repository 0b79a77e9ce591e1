import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { LicenseServerSettings } from '../../src/billmanager/license-server-settings.js';
import { expectFailure } from './expect-failure.js';
import * as fixture from './fixtures.js';
import { handmadePanel, type Reply, type SeenCall } from './handmade-panel.js';

async function charging(
  t: TestContext,
  answer: (page: number, size: number, call: SeenCall) => string | Reply,
  settings: Partial<LicenseServerSettings> = {},
) {
  const panel = await handmadePanel((call) =>
    answer(Number(call.form.get('p_num')), Number(call.form.get('p_cnt')), call),
  );
  t.after(() => panel.stop());
  const server = panel.client({ pageSize: 3, ...settings });
  t.after(() => server.close());
  return { panel, list: () => server.listCharges() };
}

/** A row with the names that are ours by default; an empty text leaves a field out. */
function row(id: number, changed: Record<string, string> = {}): string {
  const fields = {
    id: String(id),
    date: '01/31/2030',
    realdate: '2030-01-31',
    item: '1001',
    name: 'ISPmanager 6 Lite #1001, 1 month',
    amount: '5.0000',
    currency_str: 'EUR',
    ...changed,
  };
  const shown = Object.entries(fields).filter(([, value]) => value !== 'absent');
  return `<elem>${shown.map(([name, value]) => `<${name}>${value}</${name}>`).join('')}</elem>`;
}

const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => row(from + index));

const paged =
  (count: number, stated: number | 'none' = count) =>
  (page: number, size: number) =>
    fixture.list(rows((page - 1) * size + 1, Math.min(page * size, count)), stated);

const read = {
  chargeId: '1',
  on: '2030-01-31',
  licenseId: '1001',
  amount: { amountMinor: 500, currency: 'EUR' },
  description: 'ISPmanager 6 Lite #1001, 1 month',
};

describe('a list of charges', { timeout: 20_000 }, () => {
  it('is read by its default names', async (t) => {
    const { panel, list } = await charging(t, () => fixture.list([row(1)]));
    assert.deepEqual(await list(), { trusted: true, charges: [read] });
    assert.equal(panel.calls[0]!.form.get('func'), 'expense');
  });

  it('is read by names that are set, and by no others', async (t) => {
    const other =
      '<elem><id>1</id><day>2030-01-31 10:00:00</day><sum>5.00 EUR</sum><lic orig="1001">L</lic></elem>';
    const chargeFields = { date: 'day', amount: 'sum', currency: 'sum', license: 'lic', description: 'text' };
    const settings = { chargesFunction: 'payout', chargeFields };
    const { panel, list } = await charging(t, () => fixture.list([other]), settings);
    assert.deepEqual(await list(), { trusted: true, charges: [{ ...read, description: '' }] });
    assert.equal(panel.calls[0]!.form.get('func'), 'payout');
    const byDefault = await charging(t, () => fixture.list([other]));
    const { trusted, charges } = await byDefault.list();
    assert.deepEqual([trusted, charges], [false, []]);
  });

  it('keeps a name that a configuration leaves undefined', async (t) => {
    const settings = { chargeFields: { date: undefined, amount: 'sum' } };
    const { list } = await charging(t, () => fixture.list([row(1, { sum: '7.5', amount: '1' })]), settings);
    const { charges } = await list();
    assert.deepEqual([charges[0]!.on, charges[0]!.amount.amountMinor], ['2030-01-31', 750]);
  });

  for (const count of [0, 1, 3, 4, 6, 7]) {
    it(`of ${count} is read to its end in pages of three`, async (t) => {
      const { list } = await charging(t, paged(count));
      const { trusted, charges } = await list();
      assert.equal(trusted, true);
      assert.deepEqual(
        charges.map(({ chargeId }) => chargeId),
        Array.from({ length: count }, (_, index) => String(index + 1)),
      );
    });
  }

  for (const item of ['', 'absent']) {
    it(`may hold a charge for no license, whose field is ${item || 'empty'}`, async (t) => {
      const { list } = await charging(t, () => fixture.list([row(1), row(2, { item })]));
      const { trusted, charges } = await list();
      assert.deepEqual([trusted, charges.map(({ licenseId }) => licenseId)], [true, ['1001', undefined]]);
    });
  }

  it('keeps money that came back below zero', async (t) => {
    const { list } = await charging(t, () => fixture.list([row(1, { amount: '-5.0000' })]));
    const { trusted, charges } = await list();
    assert.deepEqual([trusted, charges[0]!.amount.amountMinor], [true, -500]);
  });

  const untrusted: [name: string, answer: Parameters<typeof charging>[1], reason: RegExp, charges: number][] =
    [
      ['that is short of its count', paged(4, 9), /states 9 rows and has 4/, 4],
      ['that grows while it is read', (page, size) => paged(6, 5 + page)(page, size), /different numbers/, 3],
      ['that has no count', () => fixture.list([], 'none'), /does not state/, 0],
      ['that is a login page', () => '<html/>', /a page, not XML/, 0],
      ['that is cut', () => fixture.list(rows(1, 2)).slice(0, -1), /not well-formed/, 0],
      ['with a row without an id', () => fixture.list([row(1), row(2, { id: '' })]), /row without an id/, 1],
      ...(
        [
          ['a date', { realdate: 'absent' }, /usable date \(realdate\)/],
          ['a date that exists', { realdate: '2030-02-30' }, /usable date \(realdate\)/],
          ['a date but in words', { realdate: '31 Jan 2030' }, /usable date \(realdate\)/],
          ['an amount', { amount: 'absent' }, /usable amount \(amount\)/],
          ['an amount that is a number', { amount: 'five' }, /usable amount \(amount\)/],
          ['an amount in one currency', { amount: '5.00 USD' }, /usable amount \(amount\)/],
          ['a currency', { currency_str: 'absent' }, /usable currency \(currency_str\)/],
          ['a currency but its number', { currency_str: '978' }, /usable currency \(currency_str\)/],
          ['a license but words', { item: 'ISPmanager' }, /usable license \(item\)/],
        ] as const
      ).map(([name, changed, reason]): [string, () => string, RegExp, number] => [
        `with a charge without ${name}`,
        () => fixture.list([row(1), row(2, changed)]),
        reason,
        1,
      ]),
      [
        'that shows licenses under another name',
        () => fixture.list([row(1, { item: 'absent' }), row(2, { item: 'absent' })]),
        /licenses under another name than item/,
        2,
      ],
    ];
  for (const [name, answer, reason, count] of untrusted) {
    it(`${name} is not trusted`, async (t) => {
      const { list } = await charging(t, answer);
      const result = await list();
      assert.equal(result.trusted, false);
      assert.match(result.reason, reason);
      assert.match(result.reason, /^the list expense cannot be trusted: /);
      assert.equal(result.charges.length, count);
    });
  }

  it('that the server does not have, or is too busy for, is a failure and not a list', async (t) => {
    const busy = await charging(t, () => ({ status: 503 }));
    await expectFailure(busy.list, 'LicenseServerBusy', 'notDone');
    const missed = await charging(t, () => fixture.xmlError('missed', 'function', 'no such function'));
    await expectFailure(missed.list, 'Refused', 'refused');
  });
});
