import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { request } from 'undici';

import { bjson, refusal, running, TestClock, xml, type Answer, type Fields } from './running.js';

const timeout = 10_000;
const balance = { amountMinor: 100_000, currency: 'EUR' };

/** Asks without `authinfo`. */
async function ask(url: string, fields: Fields, cookie = ''): Promise<{ answer: Answer; setCookie: string }> {
  const query = new URLSearchParams({ out: 'bjson', ...fields }).toString();
  const { body, headers } = await request(`${url}?${query}`, { headers: { cookie } });
  return { answer: (await body.json()) as Answer, setCookie: String(headers['set-cookie'] ?? '') };
}

suite('signing in', () => {
  test('by user and password, which may contain colons', { timeout }, async (t) => {
    const { url } = await running(t, { accounts: [{ username: 'provider', password: 'a:b:c', balance }] });
    assert.equal((await bjson(url, 'whoami', { authinfo: 'provider:a:b:c' })).user.name, 'provider');
    for (const authinfo of ['provider:a:b', 'provider', 'nobody:a:b:c', ':', '']) {
      const answer = await xml(url, 'whoami', { authinfo });
      assert.equal(refusal(answer), 'auth badpassword', authinfo);
      assert.match(answer.error.param[1]['#text'], /^remote_addr: \[.*127\.0\.0\.1\]$/);
    }
    assert.equal(refusal((await ask(url, { func: 'soft' })).answer), 'auth badpassword');
  });

  test(
    'opens a session that lives for an idle hour, in a parameter or in a cookie',
    { timeout },
    async (t) => {
      const clock = new TestClock();
      const { url } = await running(t, { now: clock.now });
      const { answer, setCookie } = await ask(url, {
        func: 'auth',
        username: 'provider',
        password: 'secret',
      });
      const session = answer.model.auth;
      assert.match(session, /^[0-9a-f]{24}$/);
      assert.match(setCookie, new RegExp(`^billmgrses5=${session};`));
      const who = async () => {
        const both = [
          await ask(url, { func: 'whoami', auth: session }),
          await ask(url, { func: 'whoami' }, `a=b; billmgrses5=${session}`),
        ];
        return both.map((one) => refusal(one.answer) || one.answer.user.name);
      };
      assert.deepEqual(await who(), ['provider', 'provider']);
      clock.atMs += 3_600_000;
      assert.deepEqual(await who(), ['provider', 'provider']);
      clock.atMs += 3_600_001;
      assert.deepEqual(await who(), ['auth badpassword', 'auth badpassword']);
      assert.equal(
        refusal((await ask(url, { func: 'auth', username: 'provider', password: 'wrong' })).answer),
        'auth badpassword',
      );
    },
  );

  test('by a key works once', { timeout }, async (t) => {
    const { url } = await running(t);
    const key = 'k'.repeat(64);
    assert.equal(refusal(await bjson(url, 'session.newkey', { key: 'too short' })), 'value key');
    assert.equal(refusal(await bjson(url, 'session.newkey', { username: 'other', key })), 'access username');
    assert.equal((await bjson(url, 'session.newkey', { username: 'provider', key })).ok, true);
    const signIn = { func: 'auth', username: 'provider', key, checkcookie: 'no' };
    assert.match((await ask(url, signIn)).answer.model.auth, /^[0-9a-f]{24}$/);
    assert.equal(refusal((await ask(url, signIn)).answer), 'auth badpassword');
  });

  test('as somebody else is refused to a customer', { timeout }, async (t) => {
    const { url } = await running(t);
    assert.equal(refusal(await bjson(url, 'whoami', { su: 'root' })), 'access su');
    assert.equal(refusal(await bjson(url, 'whoami', { su: 'provider' })), '');
  });

  test('does not open functions that are unknown or denied', { timeout }, async (t) => {
    const accounts = [
      { username: 'provider', password: 'secret', balance, deniedFunctions: ['soft.delete'] },
    ];
    const { url } = await running(t, { accounts });
    assert.equal(refusal(await bjson(url, 'license.order')), 'missed function');
    assert.equal(refusal(await bjson(url, 'soft.delete', { elid: '1' })), 'access soft.delete');
  });

  test('never shows a password in an answer', { timeout }, async (t) => {
    const { url } = await running(t);
    const secrets: Fields[] = [{}, { password: 'secret', auth: 'secret', key: 'secret' }];
    for (const fields of secrets) {
      assert.doesNotMatch(JSON.stringify(await xml(url, 'whoami', fields)), /secret/);
    }
  });
});
