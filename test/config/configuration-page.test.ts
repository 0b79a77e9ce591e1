import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { configJsonSchema } from '../../src/config.js';

const LIMIT = { timeout: 30_000 };
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/configuration.md');
const tests = readdirSync(new URL('./vendor-page', import.meta.url))
  .map((file) => read(`test/config/vendor-page/${file}`))
  .join('\n');
const examples = ['ispsystem', 'reseller'].map((name) => lines(read(`examples/${name}.yaml`)));

function lines(text: string): string {
  return text.replace(/^ +/gm, '');
}

/** Each property of a JSON Schema with its path, and whether it says what it is. */
function propertiesOf(schema: unknown, path: string[] = []): [path: string, described: boolean][] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]): [string, boolean][] =>
    key === 'properties'
      ? Object.entries(value as Record<string, object>).flatMap(([name, property]): [string, boolean][] => [
          [[...path, name].join('.'), 'description' in property],
          ...propertiesOf(property, [...path, name]),
        ])
      : propertiesOf(value, path),
  );
}

describe('docs/configuration.md', () => {
  it("has a test for each sentence of the vendor's page", LIMIT, () => {
    const sentences = [...page.matchAll(/^> (.+?)(?: {2})?$/gm)].map(([, sentence]) => sentence!);
    assert.ok(sentences.length > 35);
    for (const sentence of sentences) {
      const titles = [`'${sentence}'`, `"${sentence}"`];
      assert.ok(
        titles.some((title) => tests.includes(title)),
        sentence,
      );
    }
    const titles = tests.match(/^ {2}it\(/gm)?.length ?? 0;
    // Two sentences about codes share their test.
    assert.equal(sentences.length, titles + 2);
  });

  it('shows only YAML that stands in an example', LIMIT, () => {
    const blocks = [...page.matchAll(/^```yaml\n(.+?)^```/gms)].map(([, block]) => block!);
    assert.ok(blocks.length >= 8);
    for (const block of blocks) {
      assert.ok(
        examples.some((example) => example.includes(lines(block))),
        block,
      );
    }
  });

  it('names every example of one', LIMIT, () => {
    const files = readdirSync(new URL('../../examples', import.meta.url)).filter(
      (file) => file.endsWith('.yaml') && file !== 'fleet.yaml',
    );
    for (const file of files) assert.ok(page.includes(`(../examples/${file})`), file);
  });
});

describe('the JSON Schema', () => {
  it('is the one that editors complete from', LIMIT, () => {
    assert.deepEqual(JSON.parse(read('schema/panelkeeper.schema.json')), configJsonSchema());
  });

  it('describes every field of the sections', LIMIT, () => {
    const undescribed = propertiesOf(configJsonSchema())
      .filter(([path, described]) => !described && path.split('.').length <= 2)
      .map(([path]) => path);
    assert.deepEqual(undescribed, []);
  });

  it('has every field that the page documents', LIMIT, () => {
    const known = propertiesOf(configJsonSchema()).map(([path]) => path.split('.').at(-1));
    const fields = page.slice(page.indexOf('## licenseServers')).matchAll(/^\| `([^|]+)` +\|/gm);
    for (const [, field] of fields) {
      for (const part of field!.split(/`, `|\.|\[\]/).filter((each) => each !== '')) {
        assert.ok(known.includes(part), part);
      }
    }
  });
});
