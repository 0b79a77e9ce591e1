/**
 * The request sequences of known license clients, written by hand from what is public about them.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { bjson, call, order, refusal, running, TestClock, xml } from './running.js';

const timeout = 10_000;
const sok = 'ok';

suite('what the WHMCS module sends, in xml', () => {
  const newOrder = {
    pricelist: '55228',
    period: '1',
    ip: '192.0.2.1',
    licname: 'l7',
    remoteid: 'l7',
    project: '1',
    pid: '7',
    skipbasket: 'on',
    clicked_button: 'finish',
    sok,
  };

  test('create orders a license and reads its key until it is there', { timeout }, async (t) => {
    const clock = new TestClock();
    const simulator = await running(t, { now: clock.now, rules: { keyDelayMs: 5000 } });
    const { url } = simulator;
    const id = (await xml(url, 'soft.order.param', newOrder)).id['#text'];
    assert.equal((await xml(url, 'soft.edit', { elid: id })).lickey, '');
    clock.atMs += 5000;
    const license = await xml(url, 'soft.edit', { elid: id });
    assert.match(license.lickey, new RegExp(`^${id}-\\w+$`));
    assert.equal(license.expiredate, '2030-02-28');
    assert.deepEqual(
      simulator.charges().map(({ amountMinor, remoteId, on }) => [amountMinor, remoteId, on]),
      [[900, 'l7', '2030-01-31']],
    );
  });

  test(
    'terminate suspends and empties, and a later create takes the license over',
    { timeout },
    async (t) => {
      const clock = new TestClock();
      const simulator = await running(t, { now: clock.now });
      const { url } = simulator;
      const elid = (await xml(url, 'soft.order.param', { ...newOrder, pricelist: '55228', period: '12' })).id[
        '#text'
      ];
      assert.equal((await xml(url, 'soft.suspend', { elid })).ok, '');
      assert.equal(
        (await xml(url, 'soft.edit', { elid, licname: 'free.lic', ip: '0.0.0.0', remoteid: 'l', sok })).ok,
        '',
      );
      const taken = { elid, licname: 'l8', ip: '192.0.2.8', remoteid: 'l8', sok };
      assert.equal(
        refusal(await xml(url, 'soft.edit', taken)),
        'limit ip',
        'the address was changed this month',
      );
      clock.moveTo('2030-02-01');
      assert.equal((await xml(url, 'soft.edit', taken)).ok, '');
      assert.equal((await xml(url, 'soft.resume', { elid })).ok, '');
      const license = await xml(url, 'soft.edit', { elid });
      assert.deepEqual([license.licname, license.ip, license.status], ['l8', '192.0.2.8', '2']);
      assert.equal(simulator.charges().length, 1);
    },
  );

  test('unsuspend of an expired license prolongs it from today', { timeout }, async (t) => {
    const clock = new TestClock();
    const { url } = await running(t, { now: clock.now });
    const elid = (await xml(url, 'soft.order.param', newOrder)).id['#text'];
    clock.moveTo('2030-03-10');
    assert.equal((await xml(url, 'soft.edit', { elid })).status, '3');
    assert.equal(refusal(await xml(url, 'soft.resume', { elid })), 'expired elid');
    assert.equal(
      (await xml(url, 'service.prolong', { elid, period: '1', sok })).doc.newexpiredate,
      '2030-04-10',
    );
    assert.equal((await xml(url, 'soft.edit', { elid })).status, '2');
  });

  test('the renewal of the day before counts from the expiry', { timeout }, async (t) => {
    const clock = new TestClock('2030-05-15T12:00:00Z');
    const { url } = await running(t, { now: clock.now });
    const elid = (await xml(url, 'soft.order.param', newOrder)).id['#text'];
    clock.moveTo('2030-06-14');
    assert.equal(
      (await xml(url, 'service.prolong', { elid, period: '1', sok })).doc.newexpiredate,
      '2030-07-15',
    );
  });

  test('new key answers with another key', { timeout }, async (t) => {
    const { url } = await running(t);
    const elid = (await xml(url, 'soft.order.param', newOrder)).id['#text'];
    const before = (await xml(url, 'soft.edit', { elid })).lickey;
    const { lickey } = await xml(url, 'soft.edit', { elid, clicked_button: 'newkey', sok });
    assert.notEqual(lickey, before);
    assert.equal((await xml(url, 'soft.edit', { elid })).lickey, lickey);
  });
});

suite('what the upmind module sends, in bjson', () => {
  test('order, usage data, rename, other price list, delete', { timeout }, async (t) => {
    const { url } = await running(t);
    const elid = await order(url, { lang: 'en', autoprolong: 'null', remoteid: 'upmind-1' });
    const { model } = await bjson(url, 'soft.edit', { elid });
    for (const field of [
      'id',
      'lickey',
      'licname',
      'ip',
      'status',
      'createdate',
      'expiredate',
      'pricelist',
      'pricelist_name',
      'name',
    ] as const) {
      assert.equal(typeof model[field], 'string', field);
    }
    assert.equal(/^(\d+)-/.exec(model.lickey)?.[1], elid, 'the id stands before the first dash of the key');
    assert.equal(
      (await bjson(url, 'service.changepricelist', { elid, pricelist: '55229', period: '1', sok })).ok,
      true,
    );
    assert.equal((await bjson(url, 'soft.edit', { elid })).model.pricelist, '55229');
    assert.equal((await bjson(url, 'soft.delete', { elid, sok })).ok, true);
    assert.equal((await bjson(url, 'soft.edit', { elid })).model.status, '4');
    assert.equal(typeof (await bjson(url, 'soft.suspend', { elid })).error.msg, 'string');
  });
});

suite('what other clients read', () => {
  test(
    'checkip refuses an address with a license of the product and nothing else',
    { timeout },
    async (t) => {
      const { url } = await running(t);
      await order(url, { ip: '192.0.2.1' });
      const check = (fields: Record<string, string>) =>
        xml(url, 'soft.checkip', { pricelist: '55227', period: '1', ...fields });
      assert.equal(refusal(await check({ ip: '192.0.2.1' })), 'exists ip');
      assert.equal(refusal(await check({ ip: '192.0.2.1', pricelist: '55382' })), '');
      assert.equal(refusal(await check({ ip: '192.0.2.2' })), '');
      assert.equal(refusal(await check({ ip: '192.0.2.2', period: '3' })), 'value period');
      assert.equal(refusal(await check({ ip: '192.0.2.256' })), 'value ip');
    },
  );

  test('a list in sjson and json has p_elems and an array even for one row', { timeout }, async (t) => {
    const { url } = await running(t);
    await order(url);
    const sjson = JSON.parse(await call(url, { func: 'soft', out: 'sjson' })) as {
      doc: Record<string, unknown>;
    };
    assert.deepEqual(sjson.doc['p_elems'], { $: '1' });
    assert.ok(Array.isArray(sjson.doc['elem']));
    const json = JSON.parse(await call(url, { func: 'soft', out: 'json' })) as {
      doc: { elem: [{ item_status: unknown }] };
    };
    assert.deepEqual(json.doc.elem[0].item_status, { $orig: '2', $: 'Active' });
  });

  test('the balance shows in whoami, subaccount and, for people, in usrparam', { timeout }, async (t) => {
    const { url } = await running(t, {
      accounts: [
        { username: 'provider', password: 'secret', balance: { amountMinor: 123_456, currency: 'EUR' } },
      ],
    });
    assert.equal((await xml(url, 'whoami')).user.$balance, '1 234.56 EUR');
    const { balance, project } = (await xml(url, 'subaccount')).elem;
    assert.deepEqual([balance, project], ['1234.56', 'ISPsystem']);
    assert.equal((await xml(url, 'usrparam')).balance, '1 234.56 EUR');
  });

  test('pricelist.export is public and gives periods with their cost', { timeout }, async (t) => {
    const { url } = await running(t);
    const answer = await fetch(
      `${url}?func=pricelist.export&itemtype=soft&elid=55384&out=bjson&callback=show`,
    );
    const [, json = ''] = /^show\((.*)\);$/.exec(await answer.text()) ?? [];
    const { pricelist } = JSON.parse(json) as { pricelist: { id: string; price: unknown }[] };
    assert.deepEqual(pricelist[0]?.price, {
      currency: 'EUR',
      period: [{ cost: '250.0000', type: 'year', length: '1', v: 'yearly' }],
    });
  });
});
