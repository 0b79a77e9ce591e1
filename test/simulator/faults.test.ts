import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { request } from 'undici';

import { FaultInjector } from '../../src/simulator/faults/fault-injector.js';
import type { FaultKind, FaultRuleInput } from '../../src/simulator/simulator.js';
import { bjson, call, order, refusal, running, xml } from './running.js';

const timeout = 10_000;

suite('a fault that', () => {
  test(
    'drops before executing leaves nothing behind, one that drops the answer leaves the charge',
    { timeout },
    async (t) => {
      for (const [kind, charges] of [
        ['drop-before', 0],
        ['drop-after', 1],
      ] as const) {
        const simulator = await running(t, { faults: [{ kind, func: 'soft.order.param', times: 1 }] });
        await assert.rejects(order(simulator.url), /closed|reset/i);
        assert.equal(simulator.charges().length, charges, kind);
        assert.deepEqual(
          simulator.faultCounts().map(({ matched, happened }) => [matched, happened]),
          [[1, 1]],
        );
        await order(simulator.url, { ip: '192.0.2.2' });
        assert.equal(simulator.charges().length, charges + 1);
      }
    },
  );

  test('answers a page instead does so before or after executing', { timeout }, async (t) => {
    const pages: [FaultKind, number][] = [
      ['http-500', 500],
      ['http-502', 502],
      ['http-503', 503],
      ['maintenance', 200],
    ];
    for (const [kind, status] of pages) {
      for (const executed of [false, true]) {
        const simulator = await running(t, { faults: [{ kind, executed }] });
        const body =
          'authinfo=provider:secret&func=soft.order.param&pricelist=55228&period=1&ip=192.0.2.1&skipbasket=on&sok=ok';
        const answer = await request(simulator.url, { method: 'POST', body });
        assert.equal(answer.statusCode, status);
        assert.match(await answer.body.text(), /<html>/);
        assert.equal(simulator.charges().length, executed ? 1 : 0);
      }
    }
  });

  test('delays waits before it executes, or before it answers', { timeout }, async (t) => {
    for (const executed of [false, true]) {
      const simulator = await running(t, { faults: [{ kind: 'delay', delayMs: 200, executed }] });
      const beganAt = performance.now();
      const ordered = order(simulator.url);
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(simulator.charges().length, executed ? 1 : 0);
      await ordered;
      assert.ok(performance.now() - beganAt >= 190);
    }
  });

  test('cuts the body breaks the connection, one that spoils it does not', { timeout }, async (t) => {
    const simulator = await running(t, { faults: [{ kind: 'cut-body', times: 1 }, { kind: 'wrong-xml' }] });
    await assert.rejects(call(simulator.url, { func: 'whoami', out: 'xml' }));
    const spoilt = await call(simulator.url, { func: 'whoami', out: 'xml' });
    assert.match(spoilt, /^<\?xml/);
    assert.doesNotMatch(spoilt, /<\/doc>/);
    await assert.rejects(bjson(simulator.url, 'whoami'), SyntaxError);
    assert.deepEqual(
      simulator.faultCounts().map(({ happened }) => happened),
      [1, 2],
    );
  });

  test('shows a stale list repeats the one before', { timeout }, async (t) => {
    const simulator = await running(t, { faults: [{ kind: 'stale-list', func: 'soft', skip: 1, times: 1 }] });
    const ids = async () => (await bjson(simulator.url, 'soft')).p_elems;
    assert.equal(await ids(), '0');
    await order(simulator.url);
    assert.deepEqual([await ids(), await ids()], ['0', '1']);
    assert.equal(simulator.faultCounts()[0]?.happened, 1);
  });

  test('shows a short list tells the total, or not even that', { timeout }, async (t) => {
    for (const [shortTotal, total] of [
      [false, '3'],
      [true, '1'],
    ] as const) {
      const simulator = await running(t);
      simulator.setFaults([{ kind: 'short-list', shortTotal }]);
      await bjson(simulator.url, 'soft');
      assert.equal(simulator.faultCounts()[0]?.happened, 0, 'an empty list cannot be shorter');
      for (const host of [1, 2, 3]) await order(simulator.url, { ip: `192.0.2.${host}` });
      const { elem, p_elems } = await bjson(simulator.url, 'soft');
      assert.deepEqual([elem.length, p_elems], [1, total]);
    }
  });

  test('ends the session or asks for a captcha executes nothing', { timeout }, async (t) => {
    const simulator = await running(t, {
      faults: [{ kind: 'session-expired', times: 1 }, { kind: 'captcha' }],
    });
    await assert.rejects(order(simulator.url), /auth badpassword/);
    assert.equal(refusal(await xml(simulator.url, 'soft')), 'captcha_verification_failed ');
    assert.deepEqual(simulator.charges(), []);
  });

  test('refuses connections does so for every function', { timeout }, async (t) => {
    const simulator = await running(t, { faults: [{ kind: 'refuse-connection', times: 1 }] });
    await assert.rejects(fetch(simulator.url));
    assert.equal((await fetch(simulator.url)).status, 200);
    assert.equal(simulator.faultCounts()[0]?.happened, 1);
    assert.throws(() => simulator.setFaults([{ kind: 'refuse-connection', func: 'soft' }]), /refused before/);
  });
});

suite('fault rules', () => {
  const pattern = (seed: number, rules: FaultRuleInput[], only?: number): string => {
    const injector = new FaultInjector(seed, rules);
    const strikes = Array.from({ length: 60 }, () => injector.strike({ func: 'soft.edit', isWrite: true }));
    return strikes
      .map((strike) => (strike && (only ?? strike.rule.delayMs) === strike.rule.delayMs ? 'x' : '.'))
      .join('');
  };
  const often: FaultRuleInput = { kind: 'delay', probability: 0.3, delayMs: 1 };

  test('strike the same requests for the same seed, and others for another', { timeout }, () => {
    assert.equal(pattern(1, [often]), pattern(1, [often]));
    assert.notEqual(pattern(1, [often]), pattern(2, [often]));
    const struck = pattern(1, [often]).replaceAll('.', '').length;
    assert.ok(struck > 8 && struck < 30, `${struck} of 60`);
  });

  test('do not depend on the luck of those before them', { timeout }, () => {
    const other: FaultRuleInput = { ...often, delayMs: 2, probability: 0.5 };
    const both = pattern(1, [other, often], 1);
    const withNever = pattern(1, [{ ...other, probability: 0 }, often], 1);
    assert.ok(
      Array.from({ length: both.length }, (_, i) => i).every((i) => both[i] === '.' || withNever[i] === 'x'),
    );
  });

  test('match a function, a family, reads or writes, after some and so many times', { timeout }, () => {
    const injector = new FaultInjector(1, [
      { kind: 'captcha', func: 'soft.*', only: 'write', skip: 1, times: 1 },
    ]);
    const struck = [
      injector.strike({ func: 'soft', isWrite: true }),
      injector.strike({ func: 'soft.edit', isWrite: false }),
      injector.strike({ func: 'soft.edit', isWrite: true }),
      injector.strike({ func: 'soft.delete', isWrite: true }),
      injector.strike({ func: 'soft.edit', isWrite: true }),
    ].map((strike) => strike !== undefined);
    assert.deepEqual(struck, [false, false, false, true, false]);
  });
});
