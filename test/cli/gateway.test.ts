import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { Client, Connection } from '@temporalio/client';

import { openGateway } from '../../src/cli/commands/gateway.js';
import { engineSettings, SIMULATED_CONFIG } from '../../src/cli/shared/environment.js';
import { installQuietRuntime } from '../../src/cli/shared/time-lapse.js';
import { createPanelkeeperClient } from '../../src/client.js';
import { startTimeSkipping } from '../../src/engine/time-skipping.js';
import { openLedger } from '../../src/ledger/open-ledger.js';
import { temporaryFolder } from '../engine/temporary-folder.js';
import { runHere } from '../support/run-panelkeeper.js';

const LIMIT = { timeout: 20_000 };
const environment = (t: TestContext) => ({
  PANELKEEPER_CONFIG: SIMULATED_CONFIG,
  PANELKEEPER_DATA: temporaryFolder(t),
});

describe('the command that serves the HTTP API', () => {
  it('is not open to the network without TLS and a token', LIMIT, async (t) => {
    const env = environment(t);
    const refused = (args: string[], reason: RegExp) =>
      assert.rejects(runHere(t, ['gateway', '--host', '0.0.0.0', ...args], env), reason);
    await refused([], /^FileError: --host 0\.0\.0\.0 is open to the network: give --tls-cert/);
    await refused(['--behind-proxy'], /^FileError: there is no token yet/);
    await refused(['--tls-cert', 'x'], /^FileError: --tls-cert and --tls-key belong together$/);
    await refused(['--tls-cert', 'x', '--tls-key', 'y'], /^FileError: --tls-cert x: ENOENT/);
  });
});

describe('readiness', () => {
  it('is that the Temporal Service answers now', { timeout: 60_000 }, async (t) => {
    installQuietRuntime();
    const env = await startTimeSkipping(engineSettings());
    const connection = await Connection.connect({ address: env.address });
    const ledger = await openLedger({ file: ':memory:' });
    const client = createPanelkeeperClient(new Client({ connection }));
    const app = await openGateway({ client, ledger, connection });
    t.after(async () => {
      await app.close();
      await ledger.close();
      await connection.close();
    });
    assert.equal((await app.inject({ url: '/ready' })).statusCode, 200);
    await env.teardown();
    assert.equal((await app.inject({ url: '/ready' })).statusCode, 503);
  });
});

describe('the command that makes tokens', () => {
  it('prints one once, lists it without its text, and ends it', LIMIT, async (t) => {
    const env = environment(t);
    t.mock.method(console, 'error', () => undefined);
    const create = ['token', 'create', 'whmcs', '--scope', 'read, provision'];
    const { stdout } = await runHere(t, create, env);
    assert.match(stdout, /^pk_[\w-]{43}\n$/);
    const list = (await runHere(t, ['token', 'list', '--json'], env)).stdout;
    assert.ok(!list.includes(stdout.trim()));
    const [{ tokenId, name, scopes } = { tokenId: '', name: '', scopes: [] }] = JSON.parse(list) as {
      tokenId: string;
      name: string;
      scopes: string[];
    }[];
    assert.deepEqual([name, scopes], ['whmcs', ['read', 'provision']]);
    assert.equal((await runHere(t, ['token', 'revoke', tokenId], env)).stdout, 'revoked\n');
    await assert.rejects(runHere(t, ['token', 'revoke', tokenId], env), /there is no token/);
    const wrong = ['token', 'create', 'x', '--scope', 'everything'];
    await assert.rejects(runHere(t, wrong, env), /^FileError: --scope everything: must be some of read/);
  });
});
