import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { bjson, order, refusal, running, TestClock, xml, type Fields, rows } from './running.js';

const timeout = 10_000;
const sok = 'ok';
const rich = {
  username: 'provider',
  password: 'secret',
  balance: { amountMinor: 1_000_000, currency: 'EUR' },
};

suite('money', () => {
  test('is refused one cent short and taken when it is just enough', { timeout }, async (t) => {
    for (const [amountMinor, expected] of [
      [899, 'no_money balance'],
      [900, ''],
    ] as const) {
      const balance = { amountMinor, currency: 'EUR' };
      const simulator = await running(t, { accounts: [{ ...rich, balance }] });
      assert.equal(
        await order(simulator.url).then(
          () => '',
          (error: unknown) => (error as Error).message,
        ),
        expected,
      );
      assert.equal(simulator.licenses().length, expected === '' ? 1 : 0);
      assert.equal(simulator.balances()[0]?.balance.amountMinor, expected === '' ? 0 : 899);
    }
  });

  test(
    'comes from the account that orders, and another cannot touch its licenses',
    { timeout },
    async (t) => {
      const other = { ...rich, username: 'other' };
      const simulator = await running(t, { accounts: [rich, other] });
      const elid = await order(simulator.url, { authinfo: 'other:secret' });
      assert.deepEqual(
        simulator.balances().map(({ balance }) => balance.amountMinor),
        [1_000_000, 999_100],
      );
      for (const func of ['soft.edit', 'soft.suspend', 'soft.delete', 'service.prolong']) {
        assert.equal(refusal(await xml(simulator.url, func, { elid, sok })), 'missed item', func);
      }
      assert.deepEqual((await bjson(simulator.url, 'soft')).elem, []);
    },
  );

  test('of a top-up can be spent', { timeout }, async (t) => {
    const simulator = await running(t, {
      accounts: [{ ...rich, balance: { amountMinor: 0, currency: 'EUR' } }],
    });
    await assert.rejects(order(simulator.url), /no_money/);
    simulator.topUp('provider', { amountMinor: 900, currency: 'EUR' });
    await order(simulator.url);
    assert.throws(() => simulator.topUp('provider', { amountMinor: 1, currency: 'USD' }), RangeError);
  });
});

suite('an order', () => {
  test('is refused for what is not sold', { timeout }, async (t) => {
    const { url } = await running(t);
    const refused: [Fields, RegExp][] = [
      [{ pricelist: '' }, /wizard_unavailable pricelist/],
      [{ pricelist: '1' }, /missed pricelist/],
      [{ pricelist: '55163' }, /missed pricelist/],
      [{ pricelist: '55382', period: '12' }, /value period/],
      [{ pricelist: '55384', period: '1' }, /value period/],
      [{ period: '-100' }, /value period/],
      [{ ip: '' }, /value ip/],
      [{ ip: '::1' }, /value ip/],
      [{ licname: 'x'.repeat(256) }, /value licname/],
      [{ addon_1: '1' }, /value addon_1/],
      [{ pricelist: '55230', addon_55236: '-1' }, /value addon_55236/],
    ];
    for (const [fields, expected] of refused)
      await assert.rejects(order(url, fields), expected, JSON.stringify(fields));
    await order(url, { licname: 'x'.repeat(255) });
  });

  test('of a trial costs nothing and cannot be prolonged', { timeout }, async (t) => {
    const simulator = await running(t, { now: new TestClock().now });
    const elid = await order(simulator.url, { pricelist: '55239', period: '-100' });
    assert.equal(simulator.licenses()[0]?.expiresOn, '2030-02-14');
    assert.deepEqual(simulator.charges(), []);
    assert.equal(
      refusal(await xml(simulator.url, 'service.prolong', { elid, period: '-100', sok })),
      'value period',
    );
  });

  test(
    'with addons costs more, now and at every renewal; more of them cost the difference',
    { timeout },
    async (t) => {
      const simulator = await running(t);
      const { url } = simulator;
      const elid = await order(url, { pricelist: '55230', addon_55236: '2' });
      await xml(url, 'soft.edit', { elid, addon_55236: '3', sok });
      await xml(url, 'service.prolong', { elid, period: '1', sok });
      await xml(url, 'soft.edit', { elid, addon_55236: '0', sok });
      assert.deepEqual(
        simulator.charges().map(({ amountMinor }) => amountMinor),
        [3000, 600, 3600],
      );
      assert.equal((await bjson(url, 'soft.edit', { elid })).model.addon_55236, undefined);
    },
  );

  test(
    'is refused where the account may not order it, and export shows only what it may',
    { timeout },
    async (t) => {
      const { url } = await running(t, { accounts: [{ ...rich, priceLists: ['55227'] }] });
      await assert.rejects(order(url), /missed pricelist/);
      const { pricelist } = await bjson(url, 'pricelist.export', { onlyavailable: 'yes' });
      assert.deepEqual(
        rows(pricelist).map((list) => list['id']),
        ['55227'],
      );
      const { list } = await bjson(url, 'soft.order.pricelist');
      const available = rows(list.tariflist).filter((row) => row['order_available'] === 'on');
      assert.deepEqual(
        available.map((row) => row['pricelist']),
        ['55227'],
      );
    },
  );

  test('of another family keeps its licenses apart', { timeout }, async (t) => {
    const { url } = await running(t);
    const fields = {
      pricelist: '55163',
      period: '1',
      ip: '192.0.2.1',
      licname: 'vm',
      skipbasket: 'on',
      sok,
      comment: 'c',
    };
    const elid = (await bjson(url, 'platform.order.param', fields)).id.v;
    assert.deepEqual((await bjson(url, 'soft')).elem, []);
    assert.equal((await bjson(url, 'platform')).elem[0].id, elid);
    assert.equal(refusal(await bjson(url, 'soft.edit', { elid })), 'missed item');
    assert.equal((await bjson(url, 'platform.edit', { elid })).model.comment, 'c');
    const external = { ...fields, pricelist: '9203' };
    assert.ok((await bjson(url, 'softexternal.order.param', external)).id.v);
    assert.equal((await bjson(url, 'service.prolong', { elid, period: '1', sok })).ok, true);
  });
});

suite('the cart', () => {
  const fields = {
    pricelist: '55228',
    period: '1',
    ip: '192.0.2.1',
    licname: 'cart',
    clicked_button: 'finish',
    sok,
  };

  test('holds an order that costs and runs nothing until it is paid, once', { timeout }, async (t) => {
    const clock = new TestClock();
    const simulator = await running(t, { now: clock.now });
    const { url } = simulator;
    const answer = await bjson(url, 'soft.order.param', fields);
    const billorder = answer.model['billorder.id'];
    assert.deepEqual([simulator.charges().length, simulator.licenses()[0]?.status], [0, 'ordered']);
    assert.equal((await bjson(url, 'basket')).elem[0].id, billorder);
    clock.moveTo('2030-02-05');
    const pay = { billorder, clicked_button: 'fromsubaccount', sok };
    assert.equal((await bjson(url, 'payment.add', pay)).ok, true);
    assert.equal(simulator.licenses()[0]?.expiresOn, '2030-03-05', 'the month begins with the payment');
    assert.equal(refusal(await bjson(url, 'payment.add', pay)), 'missed billorder');
    assert.deepEqual(
      simulator.charges().map(({ func, amountMinor }) => [func, amountMinor]),
      [['payment.add', 900]],
    );
  });

  test('gives back what is taken out of it', { timeout }, async (t) => {
    const { url } = await running(t);
    const billorder = (await bjson(url, 'soft.order.param', fields)).model['billorder.id'];
    assert.equal(
      refusal(await bjson(url, 'basket', { id: billorder, clicked_button: 'free', sok })),
      'value clicked_button',
    );
    assert.equal((await bjson(url, 'basket', { id: billorder, clicked_button: 'delete', sok })).ok, true);
    assert.deepEqual((await bjson(url, 'basket')).elem, []);
    await order(url);
  });

  test('opens free what costs nothing', { timeout }, async (t) => {
    const simulator = await running(t);
    const trial = { ...fields, pricelist: '55239', period: '-100' };
    const id = (await bjson(simulator.url, 'soft.order.param', trial)).model['billorder.id'];
    await bjson(simulator.url, 'basket', { id, clicked_button: 'free', sok });
    assert.equal(simulator.licenses()[0]?.status, 'active');
  });

  test('takes the orders of the newer functions', { timeout }, async (t) => {
    const simulator = await running(t);
    const { url } = simulator;
    const v2 = {
      pricelist: '55228',
      order_period: '1',
      licence_agreement: 'on',
      clicked_button: 'order',
      autoprolong: 'on',
    };
    const { list } = await bjson(url, 'v2.soft.order.param', v2);
    assert.deepEqual(list.total_summary, [{ cost: '9.00' }]);
    assert.equal(
      refusal(await bjson(url, 'v2.soft.order.param', { ...v2, licence_agreement: '', sok })),
      'value licence_agreement',
    );
    const { model } = await bjson(url, 'v2.soft.order.param', { ...v2, sok });
    assert.equal(
      (await bjson(url, 'cartorder.create.confirm', { elid: model['lineitem.id'], paymethod_id: '0', sok }))
        .ok,
      true,
    );
    assert.deepEqual(
      simulator.licenses().map(({ status, ip, autoprolongMonths }) => [status, ip, autoprolongMonths]),
      [['active', '0.0.0.0', 1]],
    );
  });
});

suite('another price list', () => {
  test(
    'costs the difference when dearer, nothing when cheaper, and stays with the product',
    { timeout },
    async (t) => {
      const simulator = await running(t);
      const { url } = simulator;
      const elid = await order(url);
      const change = async (pricelist: string) =>
        refusal(await xml(url, 'service.changepricelist', { elid, pricelist, period: '1', sok }));
      assert.deepEqual(
        [await change('55229'), await change('55227'), await change('55382'), await change('55239')],
        ['', '', 'missed pricelist', 'value period'],
      );
      assert.deepEqual(
        simulator.charges().map(({ amountMinor }) => amountMinor),
        [900, 300],
      );
    },
  );
});

suite('lists', () => {
  test('come in pages that tell the total', { timeout }, async (t) => {
    const { url } = await running(t, { rules: { pageSize: 2 } });
    for (const host of [1, 2, 3, 4, 5])
      await order(url, { ip: `192.0.2.${host}`, licname: host < 3 ? 'free.lic' : 'Item' });
    const page = async (fields: Fields) => {
      const { elem, p_elems } = await bjson(url, 'soft', fields);
      return [rows(elem).map((row) => row['id']), p_elems] as const;
    };
    assert.deepEqual(await page({}), [['1001', '1002'], '5']);
    assert.deepEqual(await page({ p_num: '3' }), [['1005'], '5']);
    assert.deepEqual(await page({ p_num: '4' }), [[], '5']);
    assert.deepEqual(await page({ p_num: '2', p_cnt: '3' }), [['1004', '1005'], '5']);
    assert.deepEqual(await page({ filter: 'on', licname: 'free' }), [['1001', '1002'], '2']);
    assert.deepEqual(await page({ filter: 'on', ip: '192.0.2.4' }), [['1004'], '1']);
    await bjson(url, 'soft.filter', { ip: '192.0.2.5', sok });
    assert.deepEqual(await page({}), [['1005'], '1']);
    await bjson(url, 'soft.filter', { sok });
    assert.deepEqual((await page({}))[1], '5');
    assert.equal(refusal(await bjson(url, 'soft', { p_num: '0' })), 'value p_num');
  });
});
