import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { engineCommand } from '../../src/cli/commands/engine.js';
import { fakeProgram, temporaryFolder } from './temporary-folder.js';

const LIMIT = { timeout: 20_000 };

async function run(t: TestContext, variables: Record<string, string>, ...args: string[]): Promise<string> {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  const log = t.mock.method(console, 'log', () => undefined);
  try {
    await engineCommand().parseAsync(args, { from: 'user' });
    return log.mock.calls.map((call) => String(call.arguments[0])).join('\n');
  } finally {
    process.env = before;
  }
}

function programs(t: TestContext): {
  PANELKEEPER_TEMPORAL_CLI: string;
  PANELKEEPER_TEMPORAL_TEST_SERVER: string;
} {
  const folder = temporaryFolder(t);
  return {
    PANELKEEPER_TEMPORAL_CLI: fakeProgram(
      join(folder, 'cli'),
      'echo "temporal version 9.9.9 (Server 9.9.8)"',
    ),
    PANELKEEPER_TEMPORAL_TEST_SERVER: fakeProgram(join(folder, 'test-server'), 'exit 1'),
  };
}

test('says for both programs which was found, how, and its version', LIMIT, async (t) => {
  const set = programs(t);
  assert.equal(
    await run(t, set),
    [
      'temporal 9.9.9 (Server 9.9.8)',
      `  ${set.PANELKEEPER_TEMPORAL_CLI}`,
      '  set by PANELKEEPER_TEMPORAL_CLI',
      'temporal-test-server (does not tell its version)',
      `  ${set.PANELKEEPER_TEMPORAL_TEST_SERVER}`,
      '  set by PANELKEEPER_TEMPORAL_TEST_SERVER',
    ].join('\n'),
  );
});

test(
  'prints the same as JSON, and goes on to the second program when the first is not to be had',
  LIMIT,
  async (t) => {
    const set = { ...programs(t), PANELKEEPER_TEMPORAL_CLI: '/nowhere/temporal' };
    const reports: unknown = JSON.parse(await run(t, set, '--json'));
    assert.deepEqual(reports, [
      { program: 'temporal', error: 'PANELKEEPER_TEMPORAL_CLI is set, but /nowhere/temporal does not exist' },
      {
        program: 'temporal-test-server',
        path: set.PANELKEEPER_TEMPORAL_TEST_SERVER,
        how: 'set by PANELKEEPER_TEMPORAL_TEST_SERVER',
        version: null,
      },
    ]);
    assert.equal(process.exitCode, 1);
    process.exitCode = 0;
  },
);
