import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';

import { Agent, request } from 'undici';

import { selfSigned } from '../../src/cli/shared/self-signed.js';
import { temporaryFolder } from '../engine/temporary-folder.js';
import { running } from './running.js';

const timeout = 20_000;

suite('a license server with TLS', () => {
  test('is trusted by a client that knows one address of the vendor alone', { timeout }, async (t) => {
    const pair = await selfSigned(temporaryFolder(t));
    const simulator = await running(t, { tls: pair });
    const { protocol, hostname, port } = new URL(simulator.url);
    assert.equal(protocol, 'https:');
    // What a line in the hosts file does.
    const lookup = (_host: string, _options: unknown, found: (error: null, to: unknown[]) => void) =>
      found(null, [{ address: hostname, family: 4 }]);
    const agent = new Agent({ connect: { ca: pair.cert, lookup: lookup as never } });
    t.after(() => agent.close());
    const path = `/manager/billmgr?func=whoami&out=xml&authinfo=provider:secret`;
    const ask = (host: string) => request(`https://${host}:${port}${path}`, { dispatcher: agent });
    const answer = await (await ask('api.ispsystem.com')).body.text();
    assert.match(answer, /host="https:\/\/api\.ispsystem\.com:\d+".*<user id="1" name="provider"/s);
    await assert.rejects(ask('example.org'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    await assert.rejects(fetch(`${simulator.url}?func=whoami`), 'whoever was told nothing trusts nothing');
  });

  test('has a certificate that is kept, with a key for its owner alone', { timeout }, async (t) => {
    const folder = temporaryFolder(t);
    const made = await selfSigned(folder);
    assert.equal((await selfSigned(folder)).cert, made.cert);
    assert.equal(statSync(join(folder, 'simulator-key.pem')).mode & 0o777, 0o600);
    assert.equal(readFileSync(made.certFile, 'utf8'), made.cert);
  });
});
