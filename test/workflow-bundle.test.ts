import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import { bundleFile, workflowBundle, type BundlePlaces } from '../src/workflow-bundle.js';
import { temporaryFolder } from './engine/temporary-folder.js';

const LIMIT = { timeout: 120_000 };
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Copies what a bundle is made of, to be changed. */
function copyOf(t: TestContext): BundlePlaces {
  const root = temporaryFolder(t);
  for (const folder of ['workflows', 'domain', 'contract'])
    cpSync(join(ROOT, 'src', folder), join(root, 'src', folder), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  return { root, sources: join(root, 'src'), kept: join(root, 'dist', 'workflow-bundle') };
}

/**
 * Puts something recognisable where a bundle would be kept, so that one that is made again shows.
 */
function keep(places: BundlePlaces, code: string): string {
  mkdirSync(places.kept, { recursive: true });
  writeFileSync(bundleFile('runs', places), code);
  return bundleFile('runs', places);
}

describe('the bundle of the Workflows', () => {
  it('is made once, of whatever is started at the same time', LIMIT, async (t) => {
    const places = copyOf(t);
    const [one, other] = await Promise.all([workflowBundle('runs', places), workflowBundle('runs', places)]);
    assert.equal(one.code, other.code);
    const file = bundleFile('runs', places);
    const { mtimeMs, ino } = statSync(file);
    assert.equal((await workflowBundle('runs', places)).code, one.code);
    assert.deepEqual([statSync(file).mtimeMs, statSync(file).ino], [mtimeMs, ino]);
    assert.deepEqual(readdirSync(places.kept), [file.slice(places.kept.length + 1)], 'nothing unfinished');
  });

  it('says nothing of the machine that it was made on', LIMIT, async (t) => {
    const places = copyOf(t);
    const { code } = await workflowBundle('runs', places);
    const map = code.slice(code.lastIndexOf('base64,') + 'base64,'.length);
    assert.ok(!code.includes(places.root));
    assert.ok(!Buffer.from(map, 'base64').toString().includes(places.root));
  });

  it('is made again when something in it has changed, and the old one goes', LIMIT, async (t) => {
    const places = copyOf(t);
    const old = keep(places, 'old');
    assert.equal((await workflowBundle('runs', places)).code, 'old');
    for (const changed of ['workflows/obtain.ts', 'domain/base/money.ts', 'contract/ids.ts']) {
      const before = bundleFile('runs', places);
      appendFileSync(join(places.sources, changed), '// changed\n');
      assert.notEqual(bundleFile('runs', places), before, changed);
    }
    assert.match((await workflowBundle('runs', places)).code, /__TEMPORAL__/);
    assert.ok(existsSync(bundleFile('runs', places)));
    assert.ok(!existsSync(old));
  });

  it('is made in memory, and says so, where it cannot be kept', LIMIT, async (t) => {
    const places = copyOf(t);
    writeFileSync(join(places.root, 'dist'), 'a file where the folder should be');
    const warn = t.mock.method(console, 'warn', () => undefined);
    assert.match((await workflowBundle('runs', places)).code, /__TEMPORAL__/);
    assert.equal(warn.mock.callCount(), 1);
    assert.match(String(warn.mock.calls[0]?.arguments[0]), /cannot be kept: E/);
  });
});
