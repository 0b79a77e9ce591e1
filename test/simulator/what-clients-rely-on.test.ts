/** What other license clients were seen to send and to read, one of it in each test. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { defaultCatalogue } from '../../src/simulator/default-catalogue.js';
import { bjson, call, order, refusal, rows, running, TestClock, xml } from './running.js';

const timeout = 10_000;
const sok = 'ok';
const v2 = { pricelist: '55228', order_period: '1', ip: '192.0.2.1', skipbasket: 'on', sok };

suite('an order', () => {
  for (const spelt of ['licence_agreement', 'license_agreement'])
    test(`takes the agreement as ${spelt}`, { timeout }, async (t) => {
      const { url } = await running(t);
      assert.equal(refusal(await bjson(url, 'v2.soft.order.param', v2)), 'value licence_agreement');
      assert.equal(refusal(await bjson(url, 'v2.soft.order.param', { ...v2, [spelt]: 'on' })), '');
    });

  test('answers the license as id and as item.id', { timeout }, async (t) => {
    const { url } = await running(t);
    const fields = { pricelist: '55228', period: '1', ip: '192.0.2.1', skipbasket: 'on', sok };
    const answer = await xml(url, 'soft.order.param', fields);
    assert.deepEqual([answer.id['#text'], answer['item.id']], ['1001', '1001']);
    const newer = await bjson(url, 'v2.soft.order.param', {
      ...v2,
      ip: '192.0.2.2',
      licence_agreement: 'on',
    });
    assert.deepEqual([newer.id.v, newer.model['item.id']], ['1002', '1002']);
  });

  test('of a platform needs no address, and any other one does', { timeout }, async (t) => {
    const simulator = await running(t);
    const platform = { pricelist: '55163', period: '1', addon_55165: '2', skipbasket: 'on', sok };
    assert.equal(refusal(await xml(simulator.url, 'platform.order.param', platform)), '');
    assert.equal(simulator.licenses()[0]?.ip, '0.0.0.0');
    const soft = { pricelist: '55228', period: '1', skipbasket: 'on', sok };
    assert.equal(refusal(await xml(simulator.url, 'soft.order.param', soft)), 'value ip');
  });

  for (const func of ['soft.order.param', 'v2.soft.order.param'])
    test(`by ${func} that goes back orders nothing`, { timeout }, async (t) => {
      const { url, charges, licenses } = await simulatorOf(t);
      const fields = { ...v2, period: '1', licence_agreement: 'on', clicked_button: 'back' };
      assert.equal(refusal(await xml(url, func, fields)), '');
      assert.deepEqual([charges(), licenses()], [[], []]);
    });
});

suite('soft.edit', () => {
  test('shows the element and what the reference names', { timeout }, async (t) => {
    const { url } = await running(t);
    const elid = await order(url);
    const form = await xml(url, 'soft.edit', { elid });
    assert.deepEqual([form.elid, form.webdomains, form.processingmodule], [elid, '', '']);
  });

  test('repeats the form when it writes', { timeout }, async (t) => {
    const { url } = await running(t);
    const elid = await order(url);
    const answer = await xml(url, 'soft.edit', { elid, licname: 'another', sok });
    assert.deepEqual([answer.ok, answer.elid, answer.licname], ['', elid, 'another']);
    assert.equal(
      (await xml(url, 'soft.edit', { elid, licname: 'none', clicked_button: 'back', sok })).licname,
      'another',
    );
    assert.equal((await xml(url, 'soft.edit', { elid })).licname, 'another');
  });
});

suite('service.prolong', () => {
  test('shows until when it would be paid, and pays nothing when it goes back', { timeout }, async (t) => {
    const { url, charges } = await simulatorOf(t);
    const elid = await order(url);
    const form = await xml(url, 'service.prolong', { elid });
    assert.deepEqual([form.elid, form.expiredate, form.newexpiredate], [elid, '2030-02-28', '2030-03-31']);
    await xml(url, 'service.prolong', { elid, period: '1', clicked_button: 'back', sok });
    assert.equal(charges().length, 1);
  });
});

suite('service.changepricelist', () => {
  test('takes nobody back from a paid license to a trial', { timeout }, async (t) => {
    const { url } = await running(t);
    const elid = await order(url);
    for (const period of ['', '-100', '1'])
      assert.equal(
        refusal(await xml(url, 'service.changepricelist', { elid, pricelist: '55239', period, sok })),
        'value period',
      );
    assert.equal((await xml(url, 'soft.edit', { elid })).pricelist, '55228');
  });
});

suite('the lists', () => {
  test('have the name of the price list, and its number beside it', { timeout }, async (t) => {
    const { url } = await running(t);
    await order(url);
    const [row] = rows((await bjson(url, 'soft')).elem);
    assert.deepEqual(
      [row!['pricelist'], row!['pricelist_orig'], row!['pricelist_id']],
      ['ISPmanager 6 Pro', undefined, '55228'],
    );
    assert.deepEqual([row!['project'], row!['status_msg'], row!['datacentername']], ['ISPsystem', '', '']);
  });

  test('have the days of changes under both names', { timeout }, async (t) => {
    const { url } = await running(t, { now: new TestClock().now });
    const elid = await order(url);
    await xml(url, 'soft.edit', { elid, ip: '192.0.2.2', sok });
    await xml(url, 'soft.edit', { elid, clicked_button: 'newkey', sok });
    const [row] = rows((await bjson(url, 'soft')).elem);
    for (const field of ['real_ipchange', 'ip_change_date', 'real_keychange', 'lickey_change_date'])
      assert.equal(row![field], '2030-01-31', field);
  });

  test('show in their filter which columns there are', { timeout }, async (t) => {
    const { url } = await running(t);
    await bjson(url, 'soft.filter', { ip: '192.0.2.1', sok });
    const { model } = await bjson(url, 'soft.filter');
    assert.deepEqual([model.ip, model.licname, model.status], ['192.0.2.1', '', '']);
  });

  test('of all services, of payments and of the front page', { timeout }, async (t) => {
    const { url } = await running(t);
    await order(url);
    await bjson(url, 'platform.order.param', { pricelist: '55161', period: '1', skipbasket: 'on', sok });
    const services = rows((await bjson(url, 'service')).elem);
    assert.deepEqual(
      services.map(({ itemtype }) => itemtype),
      ['soft', 'platform'],
    );
    const [payment] = rows((await bjson(url, 'payment')).elem);
    assert.deepEqual([payment!['status'], payment!['subaccountamount_iso']], ['4', '1000000.00 EUR']);
    const [front] = rows((await bjson(url, 'dashboard.info', { dashboard: 'info', sfrom: 'ajax' })).elem);
    assert.deepEqual([front!['realbalance'], front!['balance']], ['999966.00', '999 966.00 EUR']);
    assert.equal((await bjson(url, 'keepalive')).ok, true);
  });
});

suite('an answer', () => {
  test('speaks the language of the cookie, unless the call asks for another', { timeout }, async (t) => {
    const { url } = await running(t);
    const ask = async (lang: string) => {
      const response = await fetch(`${url}?authinfo=provider:secret&out=xml&func=no.such${lang}`, {
        headers: { cookie: 'billmgrses5=; billmgrlang5=orion:ru' },
      });
      return await response.text();
    };
    assert.match(await ask(''), /type="missed".*Функция 'no\.such' не найдена/s);
    assert.match(await ask('&lang=en'), /type="missed".*Function 'no\.such' not found/s);
  });

  test('repeats no password', { timeout }, async (t) => {
    const { url } = await running(t);
    const answer = await call(url, { func: 'whoami', out: 'xml', passwd: 'hunter2', password: 'hunter3' });
    assert.match(answer, /<func>whoami<\/func>/);
    assert.doesNotMatch(answer, /hunter/);
  });
});

suite('wrong passwords', () => {
  const wrong = { authinfo: 'provider:wrong' };

  test('change nothing unless the rules say so', { timeout }, async (t) => {
    const { url } = await running(t);
    for (let count = 0; count < 30; count += 1)
      assert.equal(refusal(await xml(url, 'whoami', wrong)), 'auth badpassword');
    assert.equal(refusal(await xml(url, 'whoami')), '');
  });

  test('block the account for a while, for the right one too', { timeout }, async (t) => {
    const clock = new TestClock();
    const rules = { signInLock: { afterFailures: 3, minutes: 10 } };
    const { url } = await running(t, { now: clock.now, rules });
    const told = async (fields = {}) => refusal(await xml(url, 'whoami', fields));
    assert.deepEqual(
      [await told(wrong), await told(wrong), await told()],
      ['auth badpassword', 'auth badpassword', ''],
    );
    for (let count = 0; count < 3; count += 1) await told(wrong);
    assert.equal(await told(), 'captcha_verification_failed ');
    clock.atMs += 10 * 60_000;
    assert.equal(await told(), '');
  });
});

suite('the default catalogue', () => {
  const named =
    '3541 4601 4602 3045 3049 3651 3698 3887 3889 5577 5579 3934 3936 3136 2891 55161 55163 55164 55165 55227 55228 ' +
    '55229 55230 55231 55232 55233 55234 55235 55236 55239 55240 55382 55384 9203 9204 11738 55369 55391';

  test('has each code that public pages name', () => {
    const codes = defaultCatalogue.priceLists.flatMap(({ priceList, addons = [] }) => [
      priceList,
      ...addons.map(({ addon }) => addon),
    ]);
    assert.deepEqual([...codes].sort(), named.split(' ').sort());
  });
});

async function simulatorOf(t: Parameters<typeof running>[0]) {
  const simulator = await running(t, { now: new TestClock().now });
  const { url } = simulator;
  return { url, charges: () => simulator.charges(), licenses: () => simulator.licenses() };
}
