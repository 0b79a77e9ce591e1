import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { runHere } from '../support/run-panelkeeper.js';
import { bjson, order, running, TestClock } from './running.js';

const timeout = 10_000;

suite('the control API', () => {
  const started = async (t: Parameters<typeof running>[0]) => {
    const simulator = await running(t, { now: new TestClock().now, controlPort: 0 });
    const get = async (path: string) =>
      (await fetch(`${simulator.controlUrl}${path}`)).json() as Promise<Record<string, unknown>[]>;
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${simulator.controlUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    return { simulator, get, post };
  };

  test('has a command', { timeout }, async (t) => {
    const { simulator } = await started(t);
    const control = async (...args: string[]) => {
      const asked = ['simulate', 'control', ...args, '--url', simulator.controlUrl ?? ''];
      return JSON.parse((await runHere(t, asked)).stdout) as Record<string, unknown>[];
    };
    assert.deepEqual(await control('clock', '--advance-days', '28'), await control('clock'));
    assert.equal(simulator.faultCounts().length, 0);
    await control('fault', 'drop-after', '--func', 'soft.order.param', '--times', '1');
    await assert.rejects(order(simulator.url));
    assert.equal((await control('fault'))[0]!['happened'], 1);
    assert.deepEqual(await control('fault', 'none'), []);
    assert.equal((await control('charges')).length, 1);
    await control('balance', '5.00');
    assert.equal(simulator.balances()[0]?.balance.amountMinor, 500);
    await assert.rejects(
      runHere(t, ['simulate', 'control', 'balance', '1 apple', '--url', simulator.controlUrl ?? '']),
      /^FileError: not an amount: 1 apple$/,
    );
    await assert.rejects(
      runHere(t, ['simulate', 'control', 'charges', '--url', 'http://127.0.0.1:1']),
      /^FileError: http:..127.0.0.1:1: no control API answers/,
    );
  });

  test('is off unless it is asked for', { timeout }, async (t) => {
    assert.equal((await running(t)).controlUrl, undefined);
  });

  test('moves the clock, and time does its work at once', { timeout }, async (t) => {
    const { simulator, get, post } = await started(t);
    await order(simulator.url);
    assert.deepEqual(await (await post('/clock', { advanceDays: 28 })).json(), {
      at: '2030-02-28T12:00:00.000Z',
      atMs: Date.parse('2030-02-28T12:00:00Z'),
    });
    assert.equal((await get('/licenses'))[0]?.['status'], 'suspended');
    await post('/clock', { at: '2031-01-01T00:00:00Z', runs: false });
    await post('/clock', { advanceMs: 1 });
    assert.deepEqual(await get('/clock'), { at: '2031-01-01T00:00:00.001Z', atMs: 1_924_992_000_001 });
    assert.equal((await get('/licenses'))[0]?.['status'], 'deleted');
  });

  test('shows charges, operations, balances and faults, and adds money', { timeout }, async (t) => {
    const { simulator, get, post } = await started(t);
    await order(simulator.url);
    assert.deepEqual(await get('/charges'), simulator.charges());
    assert.deepEqual(await get('/operations'), simulator.operations());
    await post('/topup', { username: 'provider', amount: '9.00' });
    assert.deepEqual(await get('/balances'), [
      { username: 'provider', balance: { amountMinor: 100_000_000, currency: 'EUR' } },
    ]);
    await post('/faults', { rules: [{ kind: 'captcha', times: 1 }], seed: 7 });
    await bjson(simulator.url, 'soft');
    const [fault] = await get('/faults');
    assert.deepEqual([fault?.['kind'], fault?.['matched'], fault?.['happened']], ['captcha', 1, 1]);
  });

  test('changes a price, a password, and suspends', { timeout }, async (t) => {
    const { simulator, get, post } = await started(t);
    await post('/prices', { priceList: '55228', period: 1, price: '260.00' });
    await order(simulator.url);
    const [{ licenseId, amountMinor } = { licenseId: 0, amountMinor: 0 }] = simulator.charges();
    assert.equal(amountMinor, 26_000);
    await post('/suspensions', { licenseId });
    assert.equal((await get('/licenses'))[0]?.['status'], 'suspended');
    assert.equal((await get('/operations')).at(-1)?.['func'], 'vendor.suspend');
    await post('/passwords', { username: 'provider', password: 'another' });
    await assert.rejects(order(simulator.url));
  });

  test('says what is wrong with a command', { timeout }, async (t) => {
    const { post, simulator } = await started(t);
    const wrong: [path: string, body: unknown, headers?: Record<string, string>][] = [
      ['/faults', { rules: [{ kind: 'nonsense' }] }],
      ['/clock', { at: 'tomorrow' }],
      ['/clock', { at: -1 }],
      ['/prices', { priceList: '55384', period: 7, price: '1' }],
      ['/suspensions', { licenseId: 9 }],
      ['/passwords', { username: 'nobody', password: 'x' }],
      ['/topup', { username: 'nobody', amount: '1' }],
      ['/topup', { username: 'provider', amount: 'much' }],
      ['/clock', 'no json'],
      ['/clock', { advanceMs: 1 }, { origin: 'http://example.com' }],
      ['/clock', { advanceMs: 1 }, { 'content-type': 'text/plain' }],
    ];
    for (const [path, body, headers] of wrong) {
      const answer = await post(path, body, headers);
      assert.equal(answer.status, 400, JSON.stringify([path, body]));
      assert.equal(typeof ((await answer.json()) as { error: string }).error, 'string');
    }
    assert.equal((await fetch(`${simulator.controlUrl}/nothing`)).status, 404);
  });
});
