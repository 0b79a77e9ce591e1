import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { addMoney, formatMoney, parseMoney } from '../../../src/domain/base/money.js';

const LIMIT = { timeout: 30_000 };
const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

describe('parseMoney', () => {
  const read: readonly (readonly [string, number])[] = [
    ['25', 2500],
    ['25.0000', 2500],
    ['0.1', 10],
    ['0.29', 29],
    ['1.005', 101],
    ['1.0049', 100],
    ['0.999', 100],
    ['0,5', 50],
    ['1 234,56', 123_456],
    ['1\u00a0234,56', 123_456],
    ['-12.50', -1250],
    ['-0.00', 0],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ];
  for (const [text, amountMinor] of read) {
    it(`reads "${text}" as ${amountMinor}`, LIMIT, () => {
      assert.deepEqual(parseMoney(text, 'EUR'), euros(amountMinor));
    });
  }
  for (const text of [
    '',
    '-',
    '.5',
    '1.',
    '1e3',
    '1,234.56',
    '0x10',
    'NaN',
    '12 EUR',
    '1.2.3',
    '90071992547409.92',
  ]) {
    it(`refuses "${text}"`, LIMIT, () => assert.equal(parseMoney(text, 'EUR'), undefined));
  }

  it('reads back what formatMoney writes', LIMIT, () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amountMinor) => {
        const text = formatMoney(euros(amountMinor)).replace(' EUR', '');
        assert.deepEqual(parseMoney(text, 'EUR'), euros(amountMinor === 0 ? 0 : amountMinor));
      }),
    );
  });
});

describe('formatMoney', () => {
  it('always shows two digits after the point', LIMIT, () => {
    assert.equal(formatMoney(euros(5)), '0.05 EUR');
    assert.equal(formatMoney(euros(-5)), '-0.05 EUR');
    assert.equal(formatMoney(euros(123_400)), '1234.00 EUR');
  });
});

describe('addMoney', () => {
  it('adds amounts of one currency', LIMIT, () => {
    assert.deepEqual(addMoney(euros(10), euros(20)), euros(30));
  });

  it('refuses to add different currencies', LIMIT, () => {
    assert.throws(() => addMoney(euros(10), { amountMinor: 20, currency: 'RUB' }), /cannot add RUB to EUR/);
  });
});
