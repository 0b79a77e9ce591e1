import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { bjson, order, refusal, running, TestClock, xml } from './running.js';

const timeout = 10_000;
const sok = 'ok';
const statusOf = async (url: string, elid: string): Promise<string> =>
  (await bjson(url, 'soft.edit', { elid })).model.status;

suite('what time does to a license', () => {
  test('it stops as its expiry date begins, and is deleted thirty days later', { timeout }, async (t) => {
    const clock = new TestClock();
    const { url } = await running(t, { now: clock.now });
    const elid = await order(url);
    for (const [at, status] of [
      ['2030-02-27T23:59:59.999Z', '2'],
      ['2030-02-28T00:00:00Z', '3'],
      ['2030-03-29T23:59:59.999Z', '3'],
      ['2030-03-30T00:00:00Z', '4'],
    ] as const) {
      clock.moveTo(at);
      assert.equal(await statusOf(url, elid), status, at);
    }
    assert.equal(refusal(await xml(url, 'service.prolong', { elid, period: '1', sok })), 'missed item');
  });

  test('it stops as its expiry date ends, when the rules say so', { timeout }, async (t) => {
    const clock = new TestClock();
    const { url } = await running(t, {
      now: clock.now,
      rules: { stopsAt: 'end-of-day', deletedAfterDays: 1 },
    });
    const elid = await order(url);
    clock.moveTo('2030-02-28T23:59:59Z');
    assert.equal(await statusOf(url, elid), '2');
    clock.moveTo('2030-03-01T00:00:00Z');
    assert.equal(await statusOf(url, elid), '4');
  });

  test('a jump of years does everything in its order, each at its own date', { timeout }, async (t) => {
    const clock = new TestClock('2030-01-10T12:00:00Z');
    // Enough for the order and three more months.
    const balance = { amountMinor: 3600, currency: 'EUR' };
    const simulator = await running(t, {
      now: clock.now,
      accounts: [{ username: 'provider', password: 'secret', balance }],
    });
    await order(simulator.url, { autoprolong: '1' });
    clock.moveTo('2033-01-10');
    assert.deepEqual((await bjson(simulator.url, 'soft')).elem, []);
    assert.deepEqual(
      simulator.charges().map(({ on }) => on),
      ['2030-01-10', '2030-02-09', '2030-03-09', '2030-04-09'],
    );
    assert.deepEqual(
      simulator.operations().map(({ func, atMs }) => `${func} ${new Date(atMs).toISOString().slice(0, 10)}`),
      [
        'soft.order.param 2030-01-10',
        'lifecycle.autoprolong 2030-02-09',
        'lifecycle.autoprolong 2030-03-09',
        'lifecycle.autoprolong 2030-04-09',
        'lifecycle.autoprolong.refused 2030-05-09',
        'lifecycle.suspend 2030-05-10',
        'lifecycle.delete 2030-06-09',
      ],
    );
  });

  test('autoprolong that is not the period stays off', { timeout }, async (t) => {
    const simulator = await running(t);
    await order(simulator.url, { autoprolong: '12' });
    assert.equal(simulator.licenses()[0]?.autoprolongMonths, 0);
  });

  test('autoprolong switched on too late is charged today, not in the past', { timeout }, async (t) => {
    const clock = new TestClock('2030-01-10T12:00:00Z');
    const simulator = await running(t, { now: clock.now, rules: { autoprolongDaysBefore: 5 } });
    const elid = await order(simulator.url);
    clock.moveTo('2030-02-08');
    await xml(simulator.url, 'soft.edit', { elid, autoprolong: '1', sok });
    assert.equal((await bjson(simulator.url, 'soft.edit', { elid })).model.expiredate, '2030-03-10');
    assert.equal(simulator.charges()[1]?.on, '2030-02-08');
  });
});

suite('prolonging', () => {
  test('of a suspended license counts from today, or from the later of both', { timeout }, async (t) => {
    for (const [prolongSuspendedFrom, expected] of [
      ['today', '2030-02-28'],
      ['later-of-both', '2030-03-31'],
    ] as const) {
      const { url } = await running(t, { now: new TestClock().now, rules: { prolongSuspendedFrom } });
      const elid = await order(url);
      await xml(url, 'soft.suspend', { elid });
      assert.equal(
        (await xml(url, 'service.prolong', { elid, period: '1', sok })).doc.newexpiredate,
        expected,
      );
    }
  });

  test('is refused for a period that is not sold, and costs nothing then', { timeout }, async (t) => {
    const simulator = await running(t);
    const elid = await order(simulator.url, { pricelist: '55384', period: '12' });
    for (const period of ['1', '24', '0', '-100', 'x', '1.5', '9e9']) {
      assert.equal(
        refusal(await xml(simulator.url, 'service.prolong', { elid, period, sok })),
        'value period',
        period,
      );
    }
    assert.equal(simulator.charges().length, 1);
  });

  test('without a period takes the one of the order', { timeout }, async (t) => {
    const { url } = await running(t, { now: new TestClock('2030-05-05T00:00:00Z').now });
    const elid = await order(url, { period: '12' });
    assert.equal((await xml(url, 'service.prolong', { elid, sok })).doc.newexpiredate, '2032-05-05');
  });
});
