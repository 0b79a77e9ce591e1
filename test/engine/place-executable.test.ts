import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { placeExecutable } from '../../src/engine/place-executable.js';
import { temporaryFolder } from './temporary-folder.js';

const LIMIT = { timeout: 20_000 };

function writing(text: string, whileWriting: () => Promise<void> = () => Promise.resolve()) {
  return async (folder: string): Promise<string> => {
    const path = join(folder, 'program');
    writeFileSync(path, text.slice(0, 1));
    await whileWriting();
    writeFileSync(path, text);
    return path;
  };
}

test('places a program that can be run, and nothing beside it', LIMIT, async (t) => {
  const folder = join(temporaryFolder(t), 'cache');
  const destination = join(folder, 'temporal');
  assert.equal(await placeExecutable(destination, writing('whole')), destination);
  assert.equal(readFileSync(destination, 'utf8'), 'whole');
  assert.equal(statSync(destination).mode & 0o111, 0o111);
  assert.deepEqual(readdirSync(folder), ['temporal']);
});

test(
  'shows nothing under the final name before the program is whole, and nothing at all when it fails',
  LIMIT,
  async (t) => {
    const folder = temporaryFolder(t);
    const destination = join(folder, 'temporal');
    const failing = writing('whole', () => {
      assert.equal(existsSync(destination), false);
      return Promise.reject(new Error('the line went dead'));
    });
    await assert.rejects(placeExecutable(destination, failing), /the line went dead/);
    assert.deepEqual(readdirSync(folder), []);
  },
);

test('lets two do it at once: both succeed and the program is whole', LIMIT, async (t) => {
  const folder = temporaryFolder(t);
  const destination = join(folder, 'temporal');
  let arrived = 0;
  const both = async (): Promise<void> => {
    arrived += 1;
    while (arrived < 2) await new Promise((resolve) => setImmediate(resolve));
  };
  await Promise.all([
    placeExecutable(destination, writing('whole', both)),
    placeExecutable(destination, writing('whole', both)),
  ]);
  assert.equal(readFileSync(destination, 'utf8'), 'whole');
  assert.deepEqual(readdirSync(folder), ['temporal']);
});

test(
  'removes what killed processes left an hour ago, and leaves what another one is writing now',
  LIMIT,
  async (t) => {
    const folder = temporaryFolder(t);
    for (const name of ['fetching-old', 'fetching-now']) mkdirSync(join(folder, name));
    const longAgo = Date.now() / 1000 - 2 * 3600;
    utimesSync(join(folder, 'fetching-old'), longAgo, longAgo);
    await placeExecutable(join(folder, 'temporal'), writing('whole'));
    assert.deepEqual(readdirSync(folder).sort(), ['fetching-now', 'temporal']);
  },
);
