import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { before, test, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Connection, WorkflowClient } from '@temporalio/client';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import { engineSettings } from '../../src/cli/shared/environment.js';
import { startDevServer, type DevServer } from '../../src/engine/dev-server.js';
import { EngineError } from '../../src/engine/engine-settings.js';
import { findProgram } from '../../src/engine/find-program.js';
import { fakeProgram, temporaryFolder } from './temporary-folder.js';
import { programOf } from '../support/typescript.js';

const LIMIT = { timeout: 90_000 };
const NAMESPACE = 'licenses';
let program: string;

before(async () => {
  program = (await findProgram('temporal', engineSettings())).path;
}, LIMIT);

interface Changes {
  program?: string;
  port?: number;
}

async function start(t: TestContext, folder: string, changes: Changes = {}): Promise<DevServer> {
  const server = await startDevServer({
    program,
    dbFilename: join(folder, 'data', 'temporal.db'),
    port: 0,
    uiPort: 0,
    namespace: NAMESPACE,
    searchAttributes: { LicenseState: 'Keyword' },
    logFile: join(folder, 'data', 'temporal.log'),
    ...changes,
  });
  t.after(() => server.stop());
  return server;
}

test(
  'starts with its UI, and goes on with the same Workflows after it was stopped and started',
  LIMIT,
  async (t) => {
    const folder = temporaryFolder(t);
    const first = await start(t, folder);
    assert.equal((await fetch(first.uiUrl)).status, 200);
    assert.ok(process.kill(first.pid, 0));
    await using(first, async (client) => {
      await client.start('sleeper', { workflowId: 'a-year-long', taskQueue: 'nobody' });
    });
    await Promise.all([first.stop(), first.stop()]);
    assert.throws(() => process.kill(first.pid, 0), { code: 'ESRCH' });

    const second = await start(t, folder);
    await using(second, async (client, connection) => {
      assert.equal((await client.getHandle('a-year-long').describe()).status.name, 'RUNNING');
      const { config } = await connection.workflowService.describeNamespace({ namespace: NAMESPACE });
      assert.equal(optionalTsToMs(config?.workflowExecutionRetentionTtl), 90 * 86_400_000);
      const attributes = await connection.operatorService.listSearchAttributes({ namespace: NAMESPACE });
      assert.ok('LicenseState' in attributes.customAttributes);
    });
    await second.stop();
  },
);

async function using(
  server: DevServer,
  work: (client: WorkflowClient, connection: Connection) => Promise<void>,
): Promise<void> {
  const connection = await Connection.connect({ address: server.address });
  await work(new WorkflowClient({ connection, namespace: NAMESPACE }), connection);
  await connection.close();
}

test(
  'reports the end of a server that was killed, and not that of one that was stopped',
  LIMIT,
  async (t) => {
    const server = await start(t, temporaryFolder(t));
    process.kill(server.pid, 'SIGKILL');
    assert.match((await server.died).message, /was ended by SIGKILL/);
    await server.stop();

    const stopped = await start(t, temporaryFolder(t));
    await stopped.stop();
    assert.equal(await Promise.race([stopped.died, delay(50, 'silence')]), 'silence');
  },
);

test('starts a server that dies at its start once more, on other ports', LIMIT, async (t) => {
  const folder = temporaryFolder(t);
  const tries = join(folder, 'tries');
  const diesOnce = fakeProgram(
    join(folder, 'temporal'),
    `echo "$6 $8" >> ${tries}; [ $(wc -l < ${tries}) -eq 1 ] && exit 1; exec ${program} "$@"`,
  );
  const server = await start(t, folder, { program: diesOnce });
  await server.stop();
  const [first = '', second = '', ...others] = readFileSync(tries, 'utf8').trim().split('\n');
  assert.deepEqual(others, []);
  assert.match(second, /^\d+ \d+$/);
  assert.equal(new Set([...first.split(' '), ...second.split(' ')]).size, 4);
});

test('fails with the last lines of a server that always ends instead of answering', LIMIT, async (t) => {
  const folder = temporaryFolder(t);
  const tries = join(folder, 'tries');
  const broken = fakeProgram(
    join(folder, 'temporal'),
    `echo x >> ${tries}; echo "the database is from the future" >&2; exit 3`,
  );
  await assert.rejects(start(t, folder, { program: broken }), (error) => {
    assert.ok(error instanceof EngineError);
    assert.match(
      error.message,
      /^It has died twice at its start: .* ended with exit code 3\. Its last lines, from .*temporal\.log:\nthe database/,
    );
    return true;
  });
  assert.equal(readFileSync(tries, 'utf8'), 'x\nx\n');
});

test('fails clearly for a program that cannot be run', LIMIT, async (t) => {
  const folder = temporaryFolder(t);
  await assert.rejects(
    start(t, folder, { program: join(folder, 'nowhere') }),
    /nowhere cannot be run: .*ENOENT/,
  );
});

test('names the port that is taken, and starts nothing', LIMIT, async (t) => {
  const folder = temporaryFolder(t);
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => other.close());
  const { port } = other.address() as { port: number };
  await assert.rejects(
    start(t, folder, { port }),
    new EngineError(
      `Port ${port} of 127.0.0.1 is taken: stop what listens there (an earlier run?) or choose another port`,
    ),
  );
  assert.equal(existsSync(join(folder, 'data', 'temporal.log')), false);
});

const ENDINGS = {
  SIGINT: [null, 'SIGINT'],
  SIGTERM: [null, 'SIGTERM'],
  exit: [0, null],
  'uncaught error': [1, null],
} as const;

for (const [ending, expected] of Object.entries(ENDINGS)) {
  test(`does not outlive a process that ends by ${ending}`, LIMIT, async (t) => {
    const folder = temporaryFolder(t);
    const ticks = join(folder, 'ticks');
    const ticked = () => (existsSync(ticks) ? statSync(ticks).size : 0);
    // Stands for the dev server, and ignores the signals that one can ignore.
    const stubborn = fakeProgram(
      join(folder, 'temporal'),
      `trap "" INT TERM HUP; while :; do printf x >> ${ticks}; sleep 0.05; done`,
    );
    const { file, execArgv } = programOf(fileURLToPath(new URL('parent.ts', import.meta.url)));
    const parent = spawn(process.execPath, [...execArgv, file, stubborn, ending], {
      stdio: 'ignore',
    });
    while (ticked() === 0) await delay(20);
    if (ending === 'SIGINT' || ending === 'SIGTERM') parent.kill(ending);
    assert.deepEqual(await once(parent, 'exit'), expected);
    // Its process number may stay for a while, as a zombie that waits for init: what counts is that
    // it does nothing more.
    await delay(100);
    const last = ticked();
    await delay(500);
    assert.equal(ticked(), last);
  });
}
