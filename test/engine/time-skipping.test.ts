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

test('tries once more when the server misses the time that Core gives it', LIMIT, async (t) => {
  const folder = temporaryFolder(t);
  const { path } = await findProgram('temporal-test-server', engineSettings());
  const tries = join(folder, 'tries');
  const slowOnce = fakeProgram(
    join(folder, 'slow'),
    `echo x >> ${tries}; [ $(wc -l < ${tries}) -eq 1 ] && exit 1; exec ${path} "$@"`,
  );
  const env = await startTimeSkipping({ ...engineSettings(), explicit: { testServer: slowOnce } });
  await env.teardown();
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
