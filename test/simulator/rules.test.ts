import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { addDays, date } from '../../src/domain/base/calendar.js';
import { mayChange } from '../../src/simulator/billing/change-limit.js';
import { addPaidMonths } from '../../src/simulator/billing/next-expiry.js';
import type { ChangeLimit, RulesInput } from '../../src/simulator/rules.js';
import { bjson, order, refusal, running, TestClock, xml, rows } from './running.js';

const timeout = 10_000;
const sok = 'ok';

suite('the limit of changes', () => {
  const table: [limit: ChangeLimit, last: string, tooEarly: string, allowed: string][] = [
    ['calendar-month', '2030-01-31', '2030-01-31', '2030-02-01'],
    ['calendar-month', '2030-01-01', '2030-01-31', '2030-02-01'],
    ['calendar-month', '2030-12-05', '2030-12-31', '2031-01-01'],
    ['31-days', '2030-01-31', '2030-03-02', '2030-03-03'],
    ['31-days', '2030-01-01', '2030-01-31', '2030-02-01'],
    ['month-ago', '2030-01-31', '2030-02-27', '2030-02-28'],
    ['month-ago', '2030-02-28', '2030-03-27', '2030-03-28'],
  ];
  for (const [limit, last, tooEarly, allowed] of table) {
    test(`by ${limit}, ${last} may not change on ${tooEarly} and may on ${allowed}`, { timeout }, () => {
      assert.equal(mayChange(date(last), date(tooEarly), limit), false);
      assert.equal(mayChange(date(last), date(allowed), limit), true);
    });
  }
  test('what was never changed, or is not limited, may change', { timeout }, () => {
    assert.equal(mayChange('', date('2030-01-01'), 'calendar-month'), true);
    assert.equal(mayChange(date('2030-01-01'), date('2030-01-01'), 'none'), true);
  });
});

suite('the month-end rule', () => {
  const from31January = (rule: 'anchored' | 'drifting' | 'overflow'): string[] => {
    const dates = [date('2030-01-31')];
    for (let month = 0; month < 3; month += 1) dates.push(addPaidMonths(dates[month]!, 1, 31, rule));
    return dates.slice(1);
  };
  test('anchored comes back to the day of the order', { timeout }, () => {
    assert.deepEqual(from31January('anchored'), ['2030-02-28', '2030-03-31', '2030-04-30']);
  });
  test('drifting stays at the day it fell to', { timeout }, () => {
    assert.deepEqual(from31January('drifting'), ['2030-02-28', '2030-03-28', '2030-04-28']);
  });
  test('overflow runs into the next month', { timeout }, () => {
    assert.deepEqual(from31January('overflow'), ['2030-03-03', '2030-04-03', '2030-05-03']);
  });
  test(
    'a year from 29 February ends in 28 February, and anchored the leap year brings it back',
    { timeout },
    () => {
      assert.equal(addPaidMonths(date('2028-02-29'), 12, 29, 'anchored'), '2029-02-28');
      assert.equal(addPaidMonths(date('2031-02-28'), 12, 29, 'anchored'), '2032-02-29');
      assert.equal(addPaidMonths(date('2031-02-28'), 12, 29, 'drifting'), '2032-02-28');
    },
  );
  test('the license server follows its setting', { timeout }, async (t) => {
    for (const [monthEnd, expected] of [
      ['anchored', '2030-03-31'],
      ['drifting', '2030-03-28'],
      ['overflow', '2030-04-03'],
    ] as const) {
      const { url } = await running(t, { now: new TestClock().now, rules: { monthEnd } });
      const elid = await order(url);
      assert.equal(
        (await xml(url, 'service.prolong', { elid, period: '1', sok })).doc.newexpiredate,
        expected,
      );
    }
  });
});

suite('changes of address', () => {
  const change = async (
    t: Parameters<typeof running>[0],
    rules: RulesInput,
    ...ips: string[]
  ): Promise<string[]> => {
    const { url } = await running(t, { now: new TestClock().now, rules });
    const elid = await order(url);
    const refusals = [];
    for (const ip of ips) refusals.push(refusal(await xml(url, 'soft.edit', { elid, ip, sok })));
    return refusals;
  };
  test('the first is free, the second in the month refused', { timeout }, async (t) => {
    assert.deepEqual(await change(t, {}, '192.0.2.2', '192.0.2.3'), ['', 'limit ip']);
  });
  test('without a limit every one is free', { timeout }, async (t) => {
    assert.deepEqual(await change(t, { ipChangeLimit: 'none' }, '192.0.2.2', '192.0.2.3'), ['', '']);
  });
  test('the order counts as the first when the rules say so', { timeout }, async (t) => {
    assert.deepEqual(await change(t, { orderCountsAsChange: true }, '192.0.2.2'), ['limit ip']);
  });
  test('writing the same address again is no change', { timeout }, async (t) => {
    assert.deepEqual(await change(t, {}, '192.0.2.1', '192.0.2.2', '192.0.2.2'), ['', '', '']);
  });
  test('0.0.0.0 recorded is never refused and counts for the next', { timeout }, async (t) => {
    assert.deepEqual(await change(t, { zeroAddress: 'recorded' }, '192.0.2.2', '0.0.0.0', '192.0.2.3'), [
      '',
      '',
      'limit ip',
    ]);
  });
  test('0.0.0.0 limited is refused like any other', { timeout }, async (t) => {
    assert.deepEqual(await change(t, { zeroAddress: 'limited' }, '192.0.2.2', '0.0.0.0'), ['', 'limit ip']);
  });
  test('0.0.0.0 free leaves no trace', { timeout }, async (t) => {
    assert.deepEqual(
      await change(t, { zeroAddress: 'free' }, '0.0.0.0', '192.0.2.3', '0.0.0.0', '192.0.2.4'),
      ['', '', '', 'limit ip'],
    );
  });
  test('a refusal speaks the words that the rules give it', { timeout }, async (t) => {
    const errors = { ipChangeTooSoon: { type: 'ip_change', object: 'month' } };
    assert.deepEqual(await change(t, { errors }, '192.0.2.2', '192.0.2.3'), ['', 'ip_change month']);
  });
});

suite('changes of the key', () => {
  test('are limited like those of the address, and apart from them', { timeout }, async (t) => {
    const clock = new TestClock();
    const { url } = await running(t, { now: clock.now });
    const elid = await order(url);
    const newKey = async () =>
      refusal(await bjson(url, 'soft.edit', { elid, clicked_button: 'newkey', sok }));
    assert.deepEqual([await newKey(), await newKey()], ['', 'limit lickey']);
    assert.equal(refusal(await xml(url, 'soft.edit', { elid, ip: '192.0.2.2', sok })), '');
    clock.moveTo('2030-02-01');
    assert.equal(await newKey(), '');
    const [row] = rows((await bjson(url, 'soft')).elem);
    assert.deepEqual([row?.['real_ipchange'], row?.['real_keychange']], ['2030-01-31', '2030-02-01']);
  });

  test('a hidden key comes back with the resumed license', { timeout }, async (t) => {
    const { url } = await running(t, { rules: { keyHiddenWhileSuspended: true } });
    const elid = await order(url);
    await xml(url, 'soft.suspend', { elid });
    assert.equal((await xml(url, 'soft.edit', { elid })).lickey, '');
    await xml(url, 'soft.resume', { elid });
    assert.notEqual((await xml(url, 'soft.edit', { elid })).lickey, '');
  });
});

suite('one license of a product on an address', () => {
  test('holds until the other is gone or moved away', { timeout }, async (t) => {
    const { url } = await running(t);
    const first = await order(url);
    await assert.rejects(order(url, { pricelist: '55227' }), /exists ip/);
    await order(url, { pricelist: '55382' });
    await order(url, { ip: '0.0.0.0' });
    await order(url, { ip: '0.0.0.0' });
    await xml(url, 'soft.suspend', { elid: first });
    await assert.rejects(order(url, { pricelist: '55227' }), /exists ip/);
    await xml(url, 'soft.delete', { elid: first });
    await order(url, { pricelist: '55227' });
  });

  test(
    'held by active ones only: the suspended one cannot be resumed beside another',
    { timeout },
    async (t) => {
      const { url } = await running(t, { rules: { addressHeldBy: 'active' } });
      const first = await order(url);
      await xml(url, 'soft.suspend', { elid: first });
      await order(url);
      assert.equal(refusal(await xml(url, 'soft.resume', { elid: first })), 'exists ip');
      assert.equal(
        refusal(await xml(url, 'service.prolong', { elid: first, period: '1', sok })),
        'exists ip',
      );
    },
  );

  test('is no rule when nobody holds an address', { timeout }, async (t) => {
    const { url } = await running(t, { rules: { addressHeldBy: 'nobody' } });
    await order(url);
    await order(url);
  });
});

suite('what is shown', () => {
  test('the remote id nowhere, in the form, or in the list too', { timeout }, async (t) => {
    for (const [remoteidShown, form, list] of [
      ['nowhere', undefined, undefined],
      ['form', 'r1', undefined],
      ['list', 'r1', 'r1'],
    ] as const) {
      const { url } = await running(t, { rules: { remoteidShown } });
      const elid = await order(url, { remoteid: 'r1' });
      assert.equal((await bjson(url, 'soft.edit', { elid })).model.remoteid, form);
      assert.equal((await bjson(url, 'soft')).elem[0].remoteid, list);
    }
  });

  test('a deleted license by its id, or not at all', { timeout }, async (t) => {
    for (const [deletedReadable, expected] of [
      [true, ''],
      [false, 'missed item'],
    ] as const) {
      const { url } = await running(t, { rules: { deletedReadable } });
      const elid = await order(url);
      await xml(url, 'soft.delete', { elid });
      assert.equal(refusal(await bjson(url, 'soft.edit', { elid })), expected);
      assert.deepEqual((await bjson(url, 'soft')).elem, []);
    }
  });

  test("today in the license server's own calendar", { timeout }, async (t) => {
    const clock = new TestClock('2030-01-31T22:30:00Z');
    const { url } = await running(t, { now: clock.now, rules: { utcOffsetMinutes: 180 } });
    assert.equal(
      (await bjson(url, 'soft.edit', { elid: await order(url) })).model.createdate,
      addDays(date('2030-01-31'), 1),
    );
  });
});
