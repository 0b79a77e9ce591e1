import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { suite, test } from 'node:test';

import fc from 'fast-check';
import { request } from 'undici';

import { bjson, order, refusal, running, type Answer } from './running.js';

const timeout = 20_000;

async function post(
  url: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await request(url, { method: 'POST', headers, body });
  assert.equal(answer.statusCode, 200);
  return JSON.parse(await answer.body.text()) as Answer;
}

suite('a request', () => {
  const who = 'authinfo=provider%3Asecret&func=whoami';

  test('comes by either path, by GET, by POST, or half and half', { timeout }, async (t) => {
    const { url } = await running(t);
    const { origin } = new URL(url);
    for (const path of ['/billmgr', '/manager/billmgr', '/']) {
      const { body } = await request(`${origin}${path}?${who}&out=bjson`);
      assert.equal(((await body.json()) as Answer).user.name, 'provider', path);
      assert.equal((await post(`${origin}${path}?out=bjson`, who)).user.name, 'provider', path);
    }
    assert.equal((await request(`${origin}/elsewhere`)).statusCode, 404);
    assert.equal((await request(url, { method: 'PUT' })).statusCode, 405);
  });

  test(
    'has its body read as a form whatever it calls itself, and the body counts more',
    { timeout },
    async (t) => {
      const { url } = await running(t);
      for (const type of [undefined, 'application/x-www-form-urlencoded', 'text/plain']) {
        const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
        assert.equal((await post(`${url}?func=nothing&out=bjson`, who, headers)).user.name, 'provider', type);
      }
    },
  );

  test('may be multipart', { timeout }, async (t) => {
    const { url } = await running(t);
    const form = new FormData();
    for (const [name, value] of new URLSearchParams(`${who}&out=bjson`)) form.set(name, value);
    const answer = (await (await fetch(url, { method: 'POST', body: form })).json()) as Answer;
    assert.equal(answer.user.name, 'provider');
    const broken = { 'content-type': 'multipart/form-data; boundary=x' };
    for (const body of ['', 'junk', '--x', '--x\r\n\r\nno name\r\n--x--', '--x\r\nname="a"\r\n']) {
      const { body: xml } = await request(url, { method: 'POST', headers: broken, body });
      assert.match(await xml.text(), /<error type="value" object="body"/);
    }
  });

  test(
    'keeps UTF-8 as it is, percent-encoded or raw, and echoes what XML can carry',
    { timeout },
    async (t) => {
      const { url } = await running(t);
      for (const name of ['Лицензия №1', '<&">\'', 'emoji 🦉', 'a+b%20c', ' \u0001 ']) {
        const elid = await order(url, { licname: name, ip: '0.0.0.0' });
        assert.equal((await bjson(url, 'soft.edit', { elid })).model.licname, name);
        const raw = await post(
          url,
          Buffer.from(`authinfo=provider:secret&out=bjson&func=soft.edit&sok=ok&elid=${elid}&licname=Ж`),
        );
        assert.equal(raw.ok, true);
        assert.equal((await bjson(url, 'soft.edit', { elid })).model.licname, 'Ж');
      }
      const { body } = await request(`${url}?func=x%01&out=xml`);
      assert.match(await body.text(), /func="x\ufffd"/);
    },
  );
});

suite('bad input gets an error answer', () => {
  const refusedBody = async (url: string, body: string | Buffer | Readable): Promise<string> => {
    const answer = await request(url, { method: 'POST', body });
    return (
      /<error type="(\w+)" object="(\w+)"/
        .exec(await answer.body.text())
        ?.slice(1)
        .join(' ') ?? 'none'
    );
  };

  test(
    'wrong percent-encoding, bytes that are no UTF-8, NUL, a thousand parameters',
    { timeout },
    async (t) => {
      const { url } = await running(t);
      assert.equal(await refusedBody(url, 'func=%zz'), 'value encoding');
      assert.equal(await refusedBody(url, 'func=%'), 'value encoding');
      assert.equal(await refusedBody(url, 'func=%ff'), 'value encoding');
      assert.equal(await refusedBody(url, Buffer.from([0x61, 0x3d, 0xc3, 0x28])), 'value encoding');
      assert.equal(await refusedBody(url, 'func=a%00b'), 'value encoding');
      assert.equal(
        await refusedBody(url, Array.from({ length: 1000 }, (_, i) => `p${i}=1`).join('&')),
        'value parameters',
      );
      assert.equal(await refusedBody(url, ''), 'auth badpassword');
      const { body } = await request(`${url}?func=%f`);
      assert.match(await body.text(), /object="encoding"/);
    },
  );

  test('50 MB are read and thrown away', { timeout }, async (t) => {
    const { url } = await running(t);
    const before = process.memoryUsage().arrayBuffers;
    // The same piece again and again, so that what is measured is the server's memory and not the
    // sender's.
    const piece = Buffer.alloc(500_000, 'a');
    const body = Readable.from(Array.from({ length: 100 }, () => piece));
    assert.equal(await refusedBody(url, body), 'value body');
    // What was read may not be collected yet; a server that put it together would have it twice.
    assert.ok(process.memoryUsage().arrayBuffers - before < 75_000_000);
    await order(url);
  });

  test('bytes that are no HTTP', { timeout }, async (t) => {
    const { url } = await running(t);
    for (const bytes of [
      '\0\0\0\0\r\n\r\n',
      'POST /billmgr HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
      `GET /${'x'.repeat(100_000)} HTTP/1.1\r\n\r\n`,
    ]) {
      const answer = await new Promise<string>((resolve) => {
        let text = '';
        const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
        socket.on('data', (chunk) => (text += chunk.toString()));
        socket.on('error', () => undefined).on('close', () => resolve(text));
      });
      assert.match(answer, /^HTTP\/1\.1 400/);
    }
    await order(url);
  });

  test('a clock that fails', { timeout }, async (t) => {
    let fails = true;
    const now = (): number => {
      if (fails) throw new Error('no time');
      return NaN;
    };
    const { url } = await running(t, { now });
    assert.equal(refusal(await bjson(url, 'soft')), 'internal clock');
    fails = false;
    assert.equal(refusal(await bjson(url, 'soft')), 'internal clock');
  });

  test('any function with any parameters, in any format', { timeout }, async (t) => {
    const simulator = await running(t);
    await order(simulator.url);
    const funcs = [
      'auth',
      'soft',
      'soft.edit',
      'soft.order.param',
      'soft.checkip',
      'soft.filter',
      'soft.suspend',
      'soft.delete',
      'service.prolong',
      'service.changepricelist',
      'basket',
      'payment.add',
      'pricelist.export',
      'session.newkey',
      'v2.soft.order.param',
      'cartorder.create.confirm',
      'whoami',
      'expense',
      'expense.filter',
      '__proto__',
      'constructor',
    ];
    const names = [
      'elid',
      'ip',
      'licname',
      'period',
      'pricelist',
      'sok',
      'p_num',
      'p_cnt',
      'filter',
      'addon_55236',
      'key',
      'id',
      'username',
      'password',
      'lang',
      'callback',
      'remoteid',
      'autoprolong',
      'clicked_button',
      'su',
      '__proto__',
      '$',
    ];
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('1001', '1', 'ok', '55228', '0.0.0.0', '-1', '1e99', "' OR 1=1 --", 'constructor'),
    );
    const property = fc.asyncProperty(
      fc.constantFrom(...funcs),
      fc.constantFrom('xml', 'json', 'sjson', 'bjson', 'text', 'xjson', 'nonsense', ''),
      fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), text, { maxKeys: 6 }),
      async (func, out, fields) => {
        const form = new URLSearchParams({ ...fields, authinfo: 'provider:secret', func, out }).toString();
        const answer = await request(simulator.url, { method: 'POST', body: form });
        const body = await answer.body.text();
        assert.equal(answer.statusCode, 200);
        assert.notEqual(body, '');
        assert.doesNotMatch(body, /internal/);
        if (out.endsWith('json') && !body.startsWith('{')) assert.match(body, /^[\w.$]+\(\{/);
      },
    );
    await fc.assert(property, { numRuns: 300 });
    assert.deepEqual(simulator.balances().length, 1);
  });

  test('any bytes as a body', { timeout }, async (t) => {
    const { url } = await running(t);
    const headers = fc.constantFrom({}, { 'content-type': 'multipart/form-data; boundary=a' });
    const property = fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), headers, async (bytes, headers) => {
      const answer = await request(url, { method: 'POST', body: Buffer.from(bytes), headers });
      assert.equal(answer.statusCode, 200);
      assert.match(await answer.body.text(), /<error /);
    });
    await fc.assert(property, { numRuns: 200 });
  });
});
