import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';

import { temporalSettings } from '../../src/cli/shared/connection.js';
import { SIMULATED_CONFIG } from '../../src/cli/shared/environment.js';
import { lockFolder } from '../../src/cli/shared/lock-folder.js';
import { endOrphan } from '../../src/engine/orphan.js';
import { temporaryFolder } from '../engine/temporary-folder.js';
import { runHere, runPanelkeeper } from '../support/run-panelkeeper.js';

const LIMIT = { timeout: 60_000 };

/** A process that does nothing, with arguments of its own. */
async function idle(t: TestContext, ...args: string[]): Promise<{ pid: number; ended: Promise<unknown> }> {
  const script = 'console.log("ready"); setInterval(() => undefined, 1000)';
  const child = spawn(process.execPath, ['-e', script, '--', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => child.kill('SIGKILL'));
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  return { pid: child.pid ?? 0, ended };
}

describe('a data folder', () => {
  it('is started on once, also after its process was killed', LIMIT, async (t) => {
    const folder = temporaryFolder(t);
    const other = await idle(t);
    writeFileSync(join(folder, 'start.pid'), `${other.pid}\n`);
    assert.throws(() => lockFolder(folder), {
      name: 'FileError',
      message: `${folder}: panelkeeper start runs on this data folder already (process ${other.pid}); PANELKEEPER_DATA names another one`,
    });
    process.kill(other.pid, 'SIGKILL');
    await other.ended;
    const unlock = lockFolder(folder);
    assert.ok(existsSync(join(folder, 'start.pid')));
    unlock();
    assert.ok(!existsSync(join(folder, 'start.pid')));
  });

  it('loses the engine that was left behind on it, and no other one', LIMIT, async (t) => {
    const folder = temporaryFolder(t);
    const file = join(folder, 'temporal.db');
    const stranger = await idle(t, 'start-dev', '--db-filename', join(folder, 'other.db'));
    assert.equal(await endOrphan(file), undefined);
    const orphan = await idle(t, 'start-dev', '--db-filename', file);
    assert.equal(await endOrphan(file), orphan.pid);
    await orphan.ended;
    process.kill(stranger.pid, 0);
  });
});

describe('the command that starts everything', () => {
  it('says in a sentence that a port is taken', LIMIT, async (t) => {
    const server = createServer().listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const port = String((server.address() as AddressInfo).port);
    const env = {
      PANELKEEPER_CONFIG: SIMULATED_CONFIG,
      PANELKEEPER_DATA: temporaryFolder(t),
      PANELKEEPER_SIMULATOR_PORT: port,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
    };
    await assert.rejects(runHere(t, ['start'], env), {
      name: 'FileError',
      message: /^port \d+ or \d+ of the simulated license server is taken: PANELKEEPER_SIMULATOR_PORT/,
    });
    assert.ok(!existsSync(join(env.PANELKEEPER_DATA, 'start.pid')));
  });

  it('counts a profile of Temporal as an address', LIMIT, (t) => {
    const file = join(temporaryFolder(t), 'temporal.toml');
    writeFileSync(file, '[profile.cloud]\naddress = "temporal.example:7233"\nnamespace = "licenses"\n');
    const before = { ...process.env };
    t.after(() => {
      for (const name of ['TEMPORAL_CONFIG_FILE', 'TEMPORAL_PROFILE'])
        Reflect.deleteProperty(process.env, name);
      Object.assign(process.env, before);
    });
    Reflect.deleteProperty(process.env, 'TEMPORAL_ADDRESS');
    assert.equal(temporalSettings().isNamed, false);
    Object.assign(process.env, { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'cloud' });
    const { isNamed, namespace, connectionOptions } = temporalSettings();
    assert.deepEqual(
      [isNamed, namespace, connectionOptions.address],
      [true, 'licenses', 'temporal.example:7233'],
    );
  });
});

describe('the command line', () => {
  it('answers a slip with one line, the nearest command and a code of its own', LIMIT, async () => {
    const slip = await runPanelkeeper(['opne']);
    assert.deepEqual([slip.code, slip.stdout], [2, '']);
    assert.equal(slip.stderr, "error: unknown command 'opne'\n(Did you mean open?)\n");
    const bare = await runPanelkeeper(['open', '--service', '7']);
    assert.deepEqual(
      [bare.code, bare.stderr],
      [2, "error: required option '--ip <address>' not specified\n"],
    );
  });

  it('knows its version, and the same example configuration in every command', LIMIT, async (t) => {
    const { code, stdout } = await runPanelkeeper(['--version']);
    assert.equal(code, 0);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
    const told = t.mock.method(console, 'error', () => undefined);
    const env = { PANELKEEPER_CONFIG: '', TEMPORAL_ADDRESS: '127.0.0.1:1' };
    for (const command of [['pool', 'list'], ['reconcile'], ['adopt']])
      await assert.rejects(runHere(t, command, env), { name: 'ConnectionError' }, command.join(' '));
    assert.match(
      String(told.mock.calls[0]?.arguments[0]),
      /^configuration: the example to try panelkeeper with/,
    );
  });
});
