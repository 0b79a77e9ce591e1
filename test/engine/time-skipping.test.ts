import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { engineSettings } from '../../src/cli/shared/environment.js';
import { EngineError } from '../../src/engine/engine-settings.js';
import { findProgram } from '../../src/engine/find-program.js';
import { startTimeSkipping } from '../../src/engine/time-skipping.js';
import { fakeProgram, temporaryFolder } from './temporary-folder.js';

const LIMIT = { timeout: 120_000 };

test('skips a year in seconds', LIMIT, async (t) => {
  const env = await startTimeSkipping(engineSettings());
  t.after(() => env.teardown());
  const before = await env.currentTimeMs();
  await env.sleep('365 days');
  assert.ok((await env.currentTimeMs()) - before >= 365 * 86_400_000);
});

test('starts a server that dies at its start once more, on another port', LIMIT, async (t) => {
  const folder = temporaryFolder(t);
  const { path } = await findProgram('temporal-test-server', engineSettings());
  const tries = join(folder, 'tries');
  const diesOnce = fakeProgram(
    join(folder, 'dies-once'),
    `echo $1 >> ${tries}; [ $(wc -l < ${tries}) -eq 1 ] && exit 1; exec ${path} "$@"`,
  );
  const env = await startTimeSkipping({ ...engineSettings(), explicit: { testServer: diesOnce } });
  await env.teardown();
  const [first, second, ...others] = readFileSync(tries, 'utf8').trim().split('\n');
  assert.deepEqual(others, []);
  assert.notEqual(first, second);
});

test('fails at once with the last words of a server that always dies', LIMIT, async (t) => {
  const folder = temporaryFolder(t);
  const tries = join(folder, 'tries');
  const dies = fakeProgram(
    join(folder, 'dies'),
    `echo x >> ${tries}; echo "panic: the clock is broken" >&2; exit 2`,
  );
  await assert.rejects(
    startTimeSkipping({ ...engineSettings(), explicit: { testServer: dies } }),
    (error) => {
      assert.ok(error instanceof EngineError);
      assert.match(error.message, /dies \(set by .*\) does not start: It has died twice at its start: /);
      assert.match(
        error.message,
        /ended with exit code 2\. Its last lines, .*:\npanic: the clock is broken$/,
      );
      return true;
    },
  );
  assert.equal(readFileSync(tries, 'utf8'), 'x\nx\n');
});

test('names the program that does not start', LIMIT, async (t) => {
  const broken = join(temporaryFolder(t), 'broken');
  writeFileSync(broken, '#!/nowhere/interpreter\n', { mode: 0o755 });
  await assert.rejects(
    startTimeSkipping({ ...engineSettings(), explicit: { testServer: broken } }),
    (error) => {
      assert.ok(error instanceof EngineError);
      assert.ok(
        error.message.startsWith(`${broken} (set by PANELKEEPER_TEMPORAL_TEST_SERVER) does not start: `),
      );
      return true;
    },
  );
});
