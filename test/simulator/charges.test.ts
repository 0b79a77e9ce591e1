import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { bjson, call, order, refusal, rows, running, TestClock, type Fields } from './running.js';

const timeout = 10_000;
const sok = 'ok';

const expected = {
  id: '1',
  date: '01/31/2030',
  realdate: '2030-01-31',
  item: '1001',
  name: 'ISPmanager 6 Pro #1001, 1 month',
  operation: 'soft.order.param',
  amount: '9.0000',
  currency: 'EUR',
  currency_str: 'EUR',
};

suite('the list of charges', () => {
  test('tells each charge in every format', { timeout }, async (t) => {
    const { url } = await running(t, { now: new TestClock().now });
    assert.deepEqual(await bjson(url, 'expense'), { func: 'expense', elem: [], p_elems: '0' });
    await order(url);
    assert.deepEqual(rows((await bjson(url, 'expense')).elem), [expected]);
    assert.equal(rows((await bjson(url, 'expense', { lang: 'ru' })).elem)[0]!['date'], '31.01.2030');
    const inside = Object.entries(expected)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('');
    const xml = await call(url, { func: 'expense', out: 'xml' });
    assert.ok(xml.includes(`<elem>${inside}</elem><p_elems>1</p_elems>`), xml);
    const leaves = Object.fromEntries(Object.entries(expected).map(([name, $]) => [name, { $ }]));
    for (const [out, elem] of [
      ['json', [leaves]],
      ['sjson', [leaves]],
    ] as const) {
      const answer = JSON.parse(await call(url, { func: 'expense', out })) as { doc: { elem: unknown } };
      assert.deepEqual(answer.doc.elem, elem, out);
    }
    assert.match(await call(url, { func: 'expense', out: 'text' }), /^id=1 .* item=1001 .* amount=9\.0000 /);
  });

  test('comes oldest first, in pages and by filter', { timeout }, async (t) => {
    const clock = new TestClock();
    const { url } = await running(t, { now: clock.now, rules: { pageSize: 2 } });
    await order(url);
    await order(url, { pricelist: '55227', ip: '192.0.2.2', autoprolong: '1' });
    await bjson(url, 'service.prolong', { elid: '1001', period: '12', sok });
    clock.moveTo('2030-02-27');
    const page = async (fields: Fields) => {
      const { elem, p_elems } = await bjson(url, 'expense', fields);
      return [rows(elem).map((row) => row['id']), p_elems] as const;
    };
    assert.deepEqual(await page({}), [['1', '2'], '4']);
    assert.deepEqual(await page({ p_num: '2' }), [['3', '4'], '4']);
    assert.deepEqual(await page({ p_num: '2', p_cnt: '3' }), [['4'], '4']);
    assert.deepEqual(await page({ p_num: '3' }), [[], '4']);
    assert.deepEqual(await page({ filter: 'on', item: '1001' }), [['1', '3'], '2']);
    assert.deepEqual(await page({ filter: 'on', name: 'Lite' }), [['2', '4'], '2']);
    assert.deepEqual(await page({ filter: 'on', realdate: '2030-02-27' }), [['4'], '1']);
    assert.deepEqual(await page({ filter: 'on', operation: 'lifecycle.autoprolong' }), [['4'], '1']);
    await bjson(url, 'expense.filter', { item: '1002', sok });
    assert.deepEqual(await page({}), [['2', '4'], '2']);
    assert.equal((await bjson(url, 'soft')).p_elems, '2', 'the filter is of this list alone');
    await bjson(url, 'expense.filter', { sok });
    assert.deepEqual((await page({}))[1], '4');
    assert.equal(refusal(await bjson(url, 'expense', { p_cnt: '-1' })), 'value p_cnt');
  });

  test('holds what was really taken, from this account alone', { timeout }, async (t) => {
    const balance = { amountMinor: 1000, currency: 'EUR' };
    const { url } = await running(t, {
      accounts: [
        { username: 'provider', password: 'secret', balance },
        { username: 'other', password: 'secret', balance },
        { username: 'barred', password: 'secret', balance, deniedFunctions: ['expense'] },
      ],
    });
    await order(url);
    await order(url, { pricelist: '55239', period: '-100', ip: '192.0.2.2' });
    await assert.rejects(order(url, { ip: '192.0.2.3' }), /no_money/);
    await order(url, { authinfo: 'other:secret', pricelist: '55227', ip: '192.0.2.4' });
    const amounts = async (authinfo: string) =>
      rows((await bjson(url, 'expense', { authinfo })).elem).map((row) => row['amount']);
    assert.deepEqual(await amounts('provider:secret'), ['9.0000']);
    assert.deepEqual(await amounts('other:secret'), ['5.0000']);
    assert.equal(refusal(await bjson(url, 'expense', { authinfo: 'barred:secret' })), 'access expense');
    assert.equal(refusal(await bjson(url, 'expense', { authinfo: 'barred:wrong' })), 'auth badpassword');
  });

  test('can be short and stale', { timeout }, async (t) => {
    const simulator = await running(t);
    const { url } = simulator;
    await order(url);
    await order(url, { ip: '192.0.2.2' });
    const count = async () => {
      const { elem, p_elems } = await bjson(url, 'expense');
      return [rows(elem).length, p_elems] as const;
    };
    simulator.setFaults([{ kind: 'short-list', func: 'expense', shortTotal: true }]);
    assert.deepEqual(await count(), [1, '1']);
    simulator.setFaults([{ kind: 'stale-list', func: 'expense', only: 'read' }]);
    assert.deepEqual(await count(), [2, '2']);
    await order(url, { ip: '192.0.2.3' });
    assert.deepEqual(await count(), [2, '2']);
  });
});
