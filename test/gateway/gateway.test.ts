/** The HTTP API over a client that answers from memory: what it takes, gives and refuses. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it, type TestContext } from 'node:test';

import { ServiceError } from '@temporalio/client';
import type { FastifyInstance, InjectOptions } from 'fastify';

import { PanelkeeperError, type PanelkeeperClient, type ServiceView } from '../../src/client.js';
import { createGateway, type GatewayOptions } from '../../src/gateway/gateway.js';
import { PROBLEMS } from '../../src/gateway/problem.js';
import { LedgerError } from '../../src/ledger/ledger-error.js';
import { SCOPES, type Scope } from '../../src/ledger/tokens.js';
import { sampleConfig } from '../support/sample-config.js';
import { sampleService } from '../support/samples.js';

const LIMIT = { timeout: 30_000 };
const { serviceId: ID, ...BODY } = sampleService();
const LICENSE = {
  licenseId: '1001',
  key: 'the key',
  priceList: '55382',
  periodMonths: 1,
  expiresOn: '2030-03-01',
  source: 'ordered',
} as const;
const STANDING = { needsHuman: false, mayResolve: [] };
const PENDING = { status: 'pending', reason: 'orders a license', ...STANDING } as const;
const VIEW: ServiceView = {
  service: sampleService(),
  status: 'active',
  state: 'active',
  isMoving: false,
  orders: 1,
  prolongs: 0,
  next: 'sleeps',
  ...STANDING,
};

type Fake = Partial<PanelkeeperClient>;

async function gateway(
  t: TestContext,
  client: Fake = {},
  more: Partial<GatewayOptions> = {},
): Promise<FastifyInstance> {
  const app = await createGateway({
    client: client as PanelkeeperClient,
    config: sampleConfig,
    version: '1.2.3',
    findToken: (token) =>
      Promise.resolve(
        token === 'unknown'
          ? undefined
          : {
              tokenId: token,
              name: token,
              createdAtMs: 0,
              scopes: token === 'all' ? SCOPES : [token as Scope],
            },
      ),
    whyNotReady: () => Promise.resolve(undefined),
    onError: () => undefined,
    ...more,
  });
  t.after(() => app.close());
  return app;
}

const by = (token: string, options: InjectOptions): InjectOptions => ({
  ...options,
  headers: { authorization: `Bearer ${token}`, ...options.headers },
});
const PUT: InjectOptions = { method: 'PUT', url: `/v1/services/${ID}`, payload: BODY };

describe('opening over HTTP', () => {
  it('gives the license, and its key to whom may read keys', LIMIT, async (t) => {
    const asked: unknown[] = [];
    const app = await gateway(t, {
      openLicense: (...args) => {
        asked.push(args);
        return Promise.resolve({ status: 'licensed', license: LICENSE });
      },
    });
    const { key: _key, ...keyless } = LICENSE;
    const all = await app.inject(by('all', { ...PUT, headers: { prefer: 'wait=5' } }));
    assert.deepEqual([all.statusCode, all.json()], [200, { status: 'licensed', license: LICENSE }]);
    assert.equal(all.headers['preference-applied'], 'wait=5');
    const provisioned = await app.inject(by('provision', PUT));
    assert.deepEqual(provisioned.json(), { status: 'licensed', license: keyless });
    assert.deepEqual(asked, [
      [sampleService(), { patienceMs: 5000 }],
      [sampleService(), { patienceMs: 30_000 }],
    ]);
  });

  it('says that it is not done yet, and when to ask again', LIMIT, async (t) => {
    const answers = [
      PENDING,
      { ...PENDING, failure: 'InsufficientFunds', retryAt: new Date(Date.now() + 90_000).toISOString() },
    ];
    const app = await gateway(t, { openLicense: () => Promise.resolve(answers.shift() ?? PENDING) });
    const first = await app.inject(by('provision', PUT));
    assert.deepEqual([first.statusCode, first.json()], [202, PENDING]);
    assert.equal(first.headers['retry-after'], '15');
    const second = await app.inject(by('provision', { ...PUT, headers: { prefer: 'wait=600' } }));
    assert.equal(second.json<{ failure: string }>().failure, 'InsufficientFunds');
    assert.ok(Number(second.headers['retry-after']) > 60);
    assert.equal(second.headers['preference-applied'], 'wait=60');
  });

  it('names everything that is wrong at once, and does nothing', LIMIT, async (t) => {
    const app = await gateway(t);
    const { panel: _panel, ...rest } = BODY;
    const answer = await app.inject(
      by('provision', {
        method: 'PUT',
        url: '/v1/services/a%20b',
        payload: { ...rest, ip: 'here', colour: 'red' },
      }),
    );
    assert.equal(answer.statusCode, 400);
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
    const problem = answer.json<{ code: string; errors: { in: string; pointer: string }[] }>();
    assert.equal(problem.code, 'InvalidRequest');
    assert.deepEqual(problem.errors.map((each) => `${each.in}${each.pointer}`).sort(), [
      'body#/colour',
      'body#/ip',
      'body#/panel',
      'path#/serviceId',
    ]);
  });

  it('answers at once those who would wait beside too many others', LIMIT, async (t) => {
    const patience: number[] = [];
    let answer = () => undefined as void;
    const app = await gateway(
      t,
      {
        openLicense: async (_service, { patienceMs = 0 } = {}) => {
          patience.push(patienceMs);
          if (patienceMs > 0) await new Promise<void>((resolve) => (answer = resolve));
          return PENDING;
        },
      },
      { mostWaits: 1 },
    );
    const waiting = app.inject(by('provision', PUT));
    while (patience.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await app.inject(by('provision', PUT));
    answer();
    await waiting;
    assert.deepEqual(patience, [30_000, 0]);
  });
});

describe('a call over HTTP', () => {
  it('needs a token with the scope of what it does', LIMIT, async (t) => {
    const app = await gateway(t, { getLicense: () => Promise.resolve(VIEW) });
    const url = `/v1/services/${ID}`;
    const get: InjectOptions = { url };
    for (const [options, status, code] of [
      [get, 401, 'Unauthorized'],
      [by('unknown', get), 401, 'Unauthorized'],
      [by('provision', get), 403, 'InsufficientScope'],
      [by('read', PUT), 403, 'InsufficientScope'],
      [by('provision', { url: `${url}/license-key` }), 403, 'InsufficientScope'],
      [by('provision', { method: 'POST', url: `/v1/services/${ID}/wake` }), 403, 'InsufficientScope'],
    ] as const) {
      const answer = await app.inject(options);
      assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [status, code]);
      assert.match(String(answer.headers['www-authenticate']), /^Bearer/);
    }
    const read = await app.inject(by('read', get));
    assert.deepEqual([read.statusCode, read.json()], [200, VIEW]);
    const again = await app.inject(
      by('read', { ...get, headers: { 'if-none-match': String(read.headers.etag) } }),
    );
    assert.equal(again.statusCode, 304);
  });

  it('ends with the code of what was refused', LIMIT, async (t) => {
    for (const code of Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[]) {
      const app = await gateway(t, {
        suspendService: () => Promise.reject(new PanelkeeperError(code as 'ServiceUnknown', 'why')),
      });
      const answer = await app.inject(by('provision', { method: 'POST', url: `/v1/services/${ID}/suspend` }));
      const { status, code: told, detail } = answer.json<{ status: number; code: string; detail: string }>();
      assert.deepEqual(
        [answer.statusCode, status, told, detail],
        [PROBLEMS[code], PROBLEMS[code], code, 'why'],
      );
    }
  });

  it('that panelkeeper itself gets wrong tells nothing of it', LIMIT, async (t) => {
    const errors: unknown[] = [];
    const app = await gateway(
      t,
      { getLicense: () => Promise.reject(new Error('secret')) },
      { onError: (error, requestId) => errors.push([error, requestId]) },
    );
    const answer = await app.inject(
      by('read', { url: `/v1/services/${ID}`, headers: { 'request-id': 'r-1' } }),
    );
    assert.equal(answer.statusCode, 500);
    assert.ok(!answer.body.includes('secret') && answer.body.includes('r-1'));
    assert.equal(errors.length, 1);
  });

  it('says what is away', LIMIT, async (t) => {
    for (const [error, detail] of [
      [new ServiceError('no'), 'the Temporal Service refuses, or cannot be reached'],
      [new LedgerError('Unavailable', 'no'), 'the database of tokens cannot be read'],
    ] as const) {
      const app = await gateway(t, { getLicense: () => Promise.reject(error) });
      const answer = await app.inject(by('read', { url: `/v1/services/${ID}` }));
      assert.deepEqual([answer.statusCode, answer.json<{ detail: string }>().detail], [503, detail]);
      assert.equal(answer.headers['retry-after'], '15');
    }
  });

  it('is told what there is, and what it may have meant', LIMIT, async (t) => {
    const app = await gateway(t);
    for (const [options, status] of [
      [{ url: '/v1/nothing' }, 404],
      [{ method: 'DELETE', url: `/v1/services/${ID}` }, 405],
      [{ ...PUT, payload: 'x'.repeat(100_000), headers: { 'content-type': 'application/json' } }, 413],
      [{ ...PUT, payload: '<a/>', headers: { 'content-type': 'text/xml' } }, 415],
      [{ ...PUT, payload: '{"ip":', headers: { 'content-type': 'application/json' } }, 400],
      [{ url: '/v1/services?limit=0' }, 400],
      [{ url: '/v1/services?colour=red' }, 400],
    ] as const) {
      const answer = await app.inject(by('all', options));
      assert.equal(answer.statusCode, status, answer.body);
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
    }
    const wrong = await app.inject(by('all', { method: 'DELETE', url: `/v1/services/${ID}` }));
    assert.equal(wrong.headers.allow, 'PUT, GET, HEAD');
  });

  it('is limited in number', LIMIT, async (t) => {
    const app = await gateway(t, { getLicense: () => Promise.resolve(VIEW) }, { callsPerMinute: 2 });
    const statuses = [];
    for (let call = 0; call < 3; call += 1)
      statuses.push((await app.inject(by('read', { url: `/v1/services/${ID}` }))).statusCode);
    assert.deepEqual(statuses, [200, 200, 429]);
    assert.equal((await app.inject(by('all', { url: `/v1/services/${ID}` }))).statusCode, 200);
  });
});

describe('the page about the API', () => {
  it('has every code with its status, and every call', LIMIT, async (t) => {
    const page = readFileSync(new URL('../../docs/http-api.md', import.meta.url), 'utf8');
    for (const [code, status] of Object.entries(PROBLEMS))
      assert.match(page, new RegExp(`^\\| \`${code}\` +\\| ${status} +\\|`, 'm'));
    const app = await gateway(t);
    const { paths } = (await app.inject({ url: '/openapi.json' })).json<{ paths: Record<string, object> }>();
    for (const [path, calls] of Object.entries(paths)) {
      const shown = path.replace('{serviceId}', '{id}').replace('/v1/services/{id}/resume', '/resume');
      for (const method of Object.keys(calls))
        assert.ok(page.includes(shown.startsWith('/v1') ? `${method.toUpperCase()} ${shown}` : shown), shown);
    }
  });
});

describe('the document of the API', () => {
  it('describes every route, and no schema twice', LIMIT, async (t) => {
    const app = await gateway(t);
    const document = (await app.inject({ url: '/openapi.json' })).json<{
      openapi: string;
      info: { version: string };
      paths: Record<string, Record<string, { operationId: string }>>;
      components: { schemas: Record<string, unknown> };
    }>();
    assert.equal(document.openapi, '3.1.0');
    assert.equal(document.info.version, '1.2.3');
    const operations = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    assert.equal(new Set(operations).size, operations.length);
    assert.equal(operations.length, 15);
    const names = Object.keys(document.components.schemas);
    assert.ok(names.includes('OpenRequest') && names.includes('ServiceView'));
    assert.ok(
      names.every((name) => !name.endsWith('Input')),
      names.join(),
    );
  });

  it('is there without a token, as are health and readiness', LIMIT, async (t) => {
    const app = await gateway(t, {}, { whyNotReady: () => Promise.resolve('no Temporal') });
    assert.equal((await app.inject({ url: '/health' })).statusCode, 200);
    const ready = await app.inject({ url: '/ready' });
    assert.deepEqual([ready.statusCode, ready.json<{ detail: string }>().detail], [503, 'no Temporal']);
  });
});
