import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import type { LicenseServerSettings } from '../../src/billmanager/license-server-settings.js';
import type { LicenseServer } from '../../src/billmanager/license-server.js';
import type { LicenseServerFailure } from '../../src/domain/base/failures.js';
import type { LicenseId, PriceListCode } from '../../src/domain/base/license.js';
import { expectFailure } from './expect-failure.js';
import * as fixture from './fixtures.js';
import { handmadePanel, type Reply, type SeenCall } from './handmade-panel.js';

const id = '1001' as LicenseId;
const lite = '55227' as PriceListCode;

const read = (server: LicenseServer) => server.readLicense(id, lite);
const write = (server: LicenseServer) => server.suspendLicense(id, lite);
const pay = (server: LicenseServer) => server.prolongLicense(id, 1);

async function panelFor(t: TestContext, answer: Parameters<typeof handmadePanel>[0]) {
  const panel = await handmadePanel(answer);
  t.after(() => panel.stop());
  const client = (settings: Partial<LicenseServerSettings> = {}) => {
    // What is tested here is the answer to one call, so a paying call asks for no clock first.
    const server = panel.client({ maxClockSkewMs: Infinity, ...settings });
    t.after(() => server.close());
    return server;
  };
  return { panel, client };
}

const html = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>a &nbsp; b<br></body></html>';
const cut = fixture.form.slice(0, -20);

describe('an answer that is not one', { timeout: 20_000 }, () => {
  const rows: [name: string, reply: Reply, ofRead?: LicenseServerFailure, ofWrite?: LicenseServerFailure][] =
    [
      ['a login page', { headers: { 'content-type': 'text/html' }, body: html }],
      ['a login page that claims to be XML', { body: html }],
      ['a page without a doctype', { body: '<html><body/></html>' }],
      ['an empty body', { body: '' }],
      ['blanks only', { body: ' \n\t ' }],
      ['a body that was cut but has its length right', { body: cut }],
      ['XML that is something else', { body: '<rss version="2.0"/>' }],
      ['two documents', { body: `${fixture.ok}${fixture.ok.split('\n')[1] ?? ''}` }],
      ['a right answer under a wrong label', { headers: { 'content-type': 'text/html' }, body: fixture.ok }],
      [
        'a picture',
        { headers: { 'content-type': 'image/png' }, body: Buffer.from([137, 80, 78, 71, 0, 255]) },
      ],
      ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example/billmgr' } }],
      ['status 201', { status: 201, body: fixture.ok }],
      ['status 401', { status: 401, body: html }],
      ['status 404', { status: 404, body: html }],
      ['status 500 around a right answer', { status: 500, body: fixture.ok }],
      ['status 502', { status: 502, body: html }],
      ['status 504', { status: 504, body: html }],
      ['status 503', { status: 503, body: html }, 'LicenseServerBusy', 'OutcomeUnknown'],
      ['status 429', { status: 429, body: html }, 'LicenseServerBusy', 'LicenseServerBusy'],
      ['neither ok nor an error', { body: fixture.xml('x', '') }, 'UnreadableAnswer', 'OutcomeUnknown'],
    ];
  for (const [name, reply, ofRead = 'UnreadableAnswer', ofWrite = 'OutcomeUnknown'] of rows) {
    it(`${name}: a read did nothing, a write is ${ofWrite}`, async (t) => {
      const { panel, client } = await panelFor(t, () => reply);
      const server = client();
      await expectFailure(() => read(server), ofRead, 'notDone');
      for (const change of [write, pay]) {
        await expectFailure(
          () => change(server),
          ofWrite,
          ofWrite === 'OutcomeUnknown' ? 'unknown' : 'notDone',
        );
      }
      assert.equal(panel.calls.length, 3, 'nothing is repeated and no redirect is followed');
    });
  }

  it('an answer beyond the limit is not read to its end', async (t) => {
    const { client } = await panelFor(t, () =>
      fixture.list(Array.from({ length: 2_000 }, (_, row) => fixture.row(row))),
    );
    const server = client({ maxAnswerBytes: 10_000 });
    const error = await expectFailure(() => read(server), 'UnreadableAnswer', 'notDone');
    assert.match(error.message, /longer than 10000 bytes/);
    await expectFailure(() => pay(server), 'OutcomeUnknown', 'unknown');
  });

  it('a body that breaks off', async (t) => {
    const { client } = await panelFor(t, (_call, response) => {
      response.writeHead(200, { 'content-type': 'text/xml', 'content-length': '5000' });
      response.write(cut, () => response.destroy());
      return undefined;
    });
    await expectFailure(() => read(client()), 'UnreadableAnswer', 'notDone');
    await expectFailure(() => write(client()), 'OutcomeUnknown', 'unknown');
  });

  it('a connection that is dropped without an answer', async (t) => {
    const { panel, client } = await panelFor(t, (_call, response) => void response.destroy());
    await expectFailure(() => read(client()), 'LicenseServerUnreachable', 'notDone');
    await expectFailure(() => pay(client()), 'OutcomeUnknown', 'unknown');
    assert.equal(panel.calls.length, 2);
  });

  it('an answer that does not come in time', async (t) => {
    const { client } = await panelFor(t, () => undefined);
    const impatient = { timeouts: { totalMs: 50 } };
    await expectFailure(() => read(client(impatient)), 'LicenseServerUnreachable', 'notDone');
    await expectFailure(() => pay(client(impatient)), 'OutcomeUnknown', 'unknown');
  });

  it('headers that do not come in time', async (t) => {
    const { client } = await panelFor(t, () => undefined);
    const error = await expectFailure(
      () => write(client({ timeouts: { headersMs: 100 } })),
      'OutcomeUnknown',
      'unknown',
    );
    assert.match(error.message, /UND_ERR_HEADERS_TIMEOUT/);
  });

  it('a body that trickles for longer than the total time-out', async (t) => {
    const { client } = await panelFor(t, (_call, response) => {
      response.writeHead(200, { 'content-type': 'text/xml' });
      const trickle = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(trickle));
      return undefined;
    });
    await expectFailure(() => read(client({ timeouts: { totalMs: 100 } })), 'UnreadableAnswer', 'notDone');
  });
});

describe('the connection', { timeout: 20_000 }, () => {
  const notDone = async (
    url: string,
    settings: Partial<LicenseServerSettings>,
    pattern: RegExp,
    t: TestContext,
  ) => {
    const { panel, client } = await panelFor(t, () => fixture.form);
    const server = client({ url, ...settings });
    for (const call of [read, write, pay]) {
      const error = await expectFailure(() => call(server), 'LicenseServerUnreachable', 'notDone');
      assert.match(error.message, pattern);
    }
    assert.equal(panel.calls.length, 0);
  };
  const listen = async (server: Server, t: TestContext) => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const pem = (name: string) => readFileSync(new URL(`./tls/${name}`, import.meta.url), 'utf8');
  const tls = (seen: string[] = []) =>
    createTlsServer({ cert: pem('server.pem'), key: pem('server.key') }, (request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(200, { 'content-type': 'text/xml' }).end(fixture.form);
    });

  it('refused', (t) => notDone('http://127.0.0.1:1/billmgr', {}, /ECONNREFUSED/, t));
  it('to a name that does not exist', (t) =>
    notDone('http://license-server.invalid', {}, /ENOTFOUND|EAI_AGAIN/, t));
  it('with TLS that nobody vouches for', async (t) => {
    const seen: string[] = [];
    await notDone(await listen(tls(seen), t), {}, /UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED/, t);
    assert.deepEqual(seen, []);
  });
  it('with TLS for another name', async (t) => {
    const url = (await listen(tls(), t)).replace('127.0.0.1', 'localhost');
    await notDone(url, { ca: pem('ca.pem') }, /ERR_TLS_CERT_ALTNAME_INVALID|ECONNREFUSED/, t);
  });
  it('with TLS of a private authority that is configured', async (t) => {
    const seen: string[] = [];
    const { client } = await panelFor(t, () => fixture.form);
    await read(client({ url: await listen(tls(seen), t), ca: pem('ca.pem') }));
    assert.deepEqual(seen, ['/billmgr']);
  });
  it('that nobody takes up in time', async (t) => {
    const silent = createTcpServer((socket) => t.after(() => socket.destroy()));
    const url = await listen(silent, t);
    const { client } = await panelFor(t, () => fixture.form);
    const server = client({ url, timeouts: { connectMs: 100 } });
    const error = await expectFailure(() => pay(server), 'LicenseServerUnreachable', 'notDone');
    assert.match(error.message, /UND_ERR_CONNECT_TIMEOUT/);
  });

  it('is kept for reads and fresh for every change', async (t) => {
    const { panel, client } = await panelFor(t, (call: SeenCall) =>
      call.form.get('func') === 'soft.edit' ? fixture.form : fixture.prolonged,
    );
    const server = client();
    for (const call of [read, read, read, read, read, read, pay, pay, write, read]) await call(server);
    const connections = panel.calls.map((call) => call.connection);
    const ofReads = new Set([...connections.slice(0, 6), ...connections.slice(9)]);
    const ofChanges = connections.slice(6, 9);
    assert.ok(ofReads.size <= 4, `seven reads took ${ofReads.size} connections`);
    assert.equal(new Set([...ofReads, ...ofChanges]).size, ofReads.size + 3, 'no change shares a connection');
  });

  it('is closed: calls under way fail, later ones do nothing', async (t) => {
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const { panel, client } = await panelFor(t, () => {
      arrived();
      return undefined;
    });
    const server = client();
    const underWay = expectFailure(() => pay(server), 'OutcomeUnknown', 'unknown');
    await arrival;
    await server.close();
    await underWay;
    await expectFailure(() => pay(server), 'LicenseServerUnreachable', 'notDone');
    assert.equal(panel.calls.length, 1);
  });
});

describe('the password', { timeout: 10_000 }, () => {
  it('is read for each call', async (t) => {
    const { panel, client } = await panelFor(t, () => fixture.form);
    let turn = 0;
    const server = client({ password: async () => Promise.resolve(`turn-${(turn += 1)}`) });
    await read(server);
    await read(server);
    assert.deepEqual(
      panel.calls.map((call) => call.form.get('authinfo')),
      ['reseller:turn-1', 'reseller:turn-2'],
    );
  });
  it('that cannot be read stops the call with its own failure', async (t) => {
    const { panel, client } = await panelFor(t, () => fixture.form);
    const broken = () => Promise.reject(new Error('the secret file is gone'));
    await assert.rejects(() => pay(client({ password: broken })), /the secret file is gone/);
    assert.equal(panel.calls.length, 0);
  });
});
