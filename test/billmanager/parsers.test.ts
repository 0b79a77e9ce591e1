import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { licenseRecord } from '../../src/billmanager/license-record.js';
import { parseBjson } from '../../src/billmanager/parse-bjson.js';
import { parseXml } from '../../src/billmanager/parse-xml.js';
import { Unreadable } from '../../src/billmanager/unreadable.js';
import { addDays, date } from '../../src/domain/base/calendar.js';
import * as fixture from './fixtures.js';

const parsers = { xml: parseXml, bjson: parseBjson };

/** Runs a parser; anything but an answer or `Unreadable` is thrown on. */
function attempt<Read>(parse: (text: string) => Read, text: string): Read | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

const anyBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('utf8'));
const xmlWords = [
  '<doc>',
  '</doc>',
  '<doc',
  '<a',
  '</a>',
  '<a/>',
  '/>',
  '>',
  '<',
  '"',
  "'",
  '=',
  ' ',
  '&amp;',
  '&#0;',
  '&#x110000;',
  '&',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<id>1</id>',
  '<licname/>',
  '<ip/>',
  '<pricelist>1</pricelist>',
  '<status orig="2"/>',
  '<expiredate>2030-02-01</expiredate>',
  '<?xml',
  '?>',
  '<!DOCTYPE',
  '<!ENTITY',
  '__proto__',
  'constructor',
  'a="1"',
  '\u0000',
  '\uFEFF',
];
const jsonWords = [
  '{',
  '}',
  '[',
  ']',
  '"model":',
  '"id":1,',
  '"status_orig":"2",',
  '"doc":',
  '"elem":',
  '"__proto__":',
  '"a_orig":',
  '"_orig":',
  '"v":',
  '"$":',
  ':',
  ',',
  '1',
  'null',
  'true',
  '"',
  '"x"',
  ' ',
];
const soup = (words: string[]) =>
  fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(''));

describe('any text', { timeout: 25_000 }, () => {
  for (const [format, words] of [
    ['xml', xmlWords],
    ['bjson', jsonWords],
  ] as const) {
    it(`is an ${format} answer or unreadable`, () => {
      const text = fc.oneof(
        anyBytes,
        soup(words),
        soup(words).map((inside) => `<doc>${inside}</doc>`),
      );
      fc.assert(
        fc.property(text, (given) => void attempt((text) => licenseRecord(parsers[format](text)), given)),
        { numRuns: 2_000 },
      );
    });
  }

  it('that JSON can write is an answer or unreadable', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 6 }),
        (given) => void attempt((text) => licenseRecord(parseBjson(text)), given),
      ),
      { numRuns: 1_000 },
    );
  });

  it('that is a right answer cut anywhere is unreadable', () => {
    const json = JSON.stringify({ model: { id: '1', licname: 'a' }, elem: [{ id: '2' }] });
    for (const [parse, whole] of [
      [parseXml, fixture.form],
      [parseXml, fixture.prolonged],
      [parseBjson, json],
    ] as const) {
      for (let length = 0; length < whole.length; length += 1) {
        assert.equal(attempt(parse, whole.slice(0, length)), undefined, `cut at ${length}`);
      }
    }
  });

  it('that expands itself is unreadable', () => {
    const bomb = '<!DOCTYPE doc [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><doc><id>&b;</id></doc>';
    const file = '<!DOCTYPE doc [<!ENTITY x SYSTEM "file:///etc/hostname">]><doc><id>&x;</id></doc>';
    for (const text of [bomb, file, `<?xml version="1.0"?>${bomb}`])
      assert.equal(attempt(parseXml, text), undefined);
  });

  it('that is nested without end is unreadable', () => {
    const deep = 200_000;
    assert.equal(attempt(parseXml, `<doc>${'<a>'.repeat(deep)}${'</a>'.repeat(deep)}</doc>`), undefined);
    // A list in a list holds nothing for us.
    assert.deepEqual(
      attempt(parseBjson, `{"a":${'['.repeat(deep)}${']'.repeat(deep)}}`)?.members.get('b'),
      undefined,
    );
    assert.equal(attempt(parseBjson, `${'{"a":'.repeat(deep)}1${'}'.repeat(deep)}`), undefined);
  });

  it('that is long takes a time that grows with its length only', () => {
    const pieces = [
      '<',
      '&',
      '<a>',
      '</a>',
      '<!--',
      '<![CDATA[',
      '<a b="',
      'a="1" ',
      '&#x41;',
      '\n',
      '<?',
      '<elem><id>1</id></elem>',
      '{"a":',
      '[',
      '"\\u0041',
    ];
    for (const piece of pieces) {
      const long = piece.repeat(Math.ceil(1_000_000 / piece.length));
      const startedAt = performance.now();
      for (const text of [long, `<doc>${long}</doc>`, `<doc ${long}`, `{"a":"${long}`]) {
        attempt(parseXml, text);
        attempt(parseBjson, text);
      }
      const tookMs = performance.now() - startedAt;
      assert.ok(tookMs < 8_000, `a megabyte of ${piece} took ${tookMs} ms`);
    }
  });
});

describe('a record', { timeout: 20_000 }, () => {
  const word = fc
    .string({ unit: 'grapheme', maxLength: 40 })
    .map((text) => text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '').trim());
  const someDate = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays(date('1990-01-01'), days));
  const number = fc.integer({ min: 1, max: 9_999_999 }).map(String);
  const statuses = ['ordered', 'active', 'suspended', 'deleted', 'processing'] as const;
  const record = fc.record(
    {
      licenseId: number,
      priceList: number,
      name: word,
      ip: fc.ipV4(),
      status: fc.constantFrom(...statuses),
      expiresOn: someDate,
      orderedOn: someDate,
      remoteId: word,
      ipChangedOn: someDate,
      keyChangedOn: someDate,
      autoprolong: fc.boolean(),
    },
    { requiredKeys: ['licenseId', 'priceList', 'name', 'ip', 'status', 'expiresOn'] },
  );
  type Row = typeof record extends fc.Arbitrary<infer Shape> ? Shape : never;

  /**
   * What a license server shows: name of the field to the words on the screen and, where they
   * differ, the raw value.
   */
  const shown = (row: Row): [name: string, text: string, orig?: string][] => [
    ['id', row.licenseId],
    ['pricelist', 'Lite', row.priceList],
    ['licname', row.name],
    ['ip', row.ip],
    ['item_status', 'Active', String(statuses.indexOf(row.status) + 1)],
    ['expiredate', 'some day', row.expiresOn],
    ...(row.orderedOn === undefined ? [] : [['createdate', row.orderedOn] as [string, string]]),
    ...(row.remoteId === undefined ? [] : [['remoteid', row.remoteId] as [string, string]]),
    ...(row.ipChangedOn === undefined ? [] : [['real_ipchange', row.ipChangedOn] as [string, string]]),
    ...(row.keyChangedOn === undefined ? [] : [['real_keychange', row.keyChangedOn] as [string, string]]),
    ...(row.autoprolong === undefined
      ? []
      : [['autoprolong', row.autoprolong ? '12' : 'null'] as [string, string]]),
  ];
  const escaped = (text: string) =>
    text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0) ?? 0};`);
  const asXml = (row: Row) =>
    fixture.xml(
      'soft.edit',
      shown(row)
        .map(([name, text, orig]) =>
          orig === undefined
            ? `<${name}>${escaped(text)}</${name}>`
            : `<${name} orig="${escaped(orig)}">${escaped(text)}</${name}>`,
        )
        .join(''),
    );
  const asBjson = (row: Row) =>
    JSON.stringify({
      model: Object.fromEntries(
        shown(row).flatMap(([name, text, orig]): [string, string][] => [
          [name, text],
          ...(orig === undefined ? [] : [[`${name}_orig`, orig] satisfies [string, string]]),
        ]),
      ),
    });

  it('is the same out of either format', () => {
    fc.assert(
      fc.property(record, (row) => {
        assert.deepEqual({ ...licenseRecord(parseXml(asXml(row))) }, { ...row });
        assert.deepEqual({ ...licenseRecord(parseBjson(asBjson(row))) }, { ...row });
      }),
      { numRuns: 500 },
    );
  });
});
