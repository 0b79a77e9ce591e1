import etag from '@fastify/etag';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { ZodType } from 'zod';

import { PanelkeeperError } from '../client.js';
import { sendProblem, type Fault, type ProblemCode } from './problem.js';
import { pruned } from './openapi.js';
import { serviceRoutes, type ServiceRoutes } from './service-routes.js';

export interface GatewayOptions extends Omit<ServiceRoutes, 'mostWaits'> {
  readonly version: string;
  /** Says why calls cannot be answered now, or nothing where they can. */
  readonly whyNotReady: () => Promise<string | undefined>;
  /** Is told of faults of ours, with the id of the request. */
  readonly onError: (error: unknown, requestId: string) => void;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** So many callers may wait at once; those beyond are answered at once. */
  readonly mostWaits?: number;
  /** So many calls are answered for one token in a minute. */
  readonly callsPerMinute?: number;
}

const BODY_BYTES = 65_536;
/** For receiving a request; how long its answer takes is another matter. */
const RECEIVE_MS = 10_000;
const MOST_WAITS = 1000;
const CALLS_PER_MINUTE = 600;

/** Makes the HTTP API, which does not listen yet. */
export async function createGateway(options: GatewayOptions): Promise<FastifyInstance> {
  const { version, whyNotReady, onError, tls } = options;
  const app = Fastify({
    bodyLimit: BODY_BYTES,
    requestTimeout: RECEIVE_MS,
    return503OnClosing: true,
    requestIdHeader: 'request-id',
    genReqId: () => crypto.randomUUID(),
    ...(tls && { https: tls }),
    frameworkErrors: (_error, _request, reply) => {
      void sendProblem(reply, 'InvalidRequest', 'the address of the request cannot be read');
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('caller', null);

  const methods = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set<string>();
    for (const each of [method].flat()) known.add(each);
    methods.set(url, known);
  });
  app.addHook('onSend', async (request, reply) => {
    reply.headers({ 'request-id': request.id, 'x-content-type-options': 'nosniff' });
    return await Promise.resolve();
  });

  // Before what is registered, which takes them over.
  const sendNoRoute = async (request: FastifyRequest, reply: FastifyReply) => {
    const allowed = methodsAt(methods, request.url);
    if (allowed.length === 0) return await sendProblem(reply, 'NotFound', `there is no ${pathOf(request)}`);
    const headers = { allow: allowed.join(', ') };
    const detail = `${pathOf(request)}: it takes ${allowed.join(', ')}`;
    await sendProblem(reply, 'MethodNotAllowed', detail, { headers });
  };
  app.setNotFoundHandler(sendNoRoute);
  app.setErrorHandler(async (error, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const errors = faultsOf(request);
      const detail = errors
        .map(({ in: where, pointer, detail: rule }) => `${pointer.slice(2) || where}: ${rule}`)
        .join('; ');
      return await sendProblem(reply, 'InvalidRequest', detail, { errors });
    }
    if (error instanceof PanelkeeperError) {
      const headers = error.code === 'NotAnswered' ? { headers: { 'retry-after': '15' } } : {};
      return await sendProblem(reply, error.code, error.message, headers);
    }
    if (error instanceof TooManyRequests) return await sendProblem(reply, 'TooManyRequests', error.message);
    const { code = '' } = error as { code?: string };
    // A method with a body, for which there is no route, is refused before that is found.
    if (code === 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE') return await sendNoRoute(request, reply);
    const known = KNOWN[code];
    if (known) return await sendProblem(reply, ...known);
    onError(error, request.id);
    const away = WHAT_IS_AWAY[(error as Error).name];
    if (away !== undefined)
      return await sendProblem(reply, 'Unavailable', away, { headers: { 'retry-after': '15' } });
    return await sendProblem(
      reply,
      'Internal',
      'a fault of panelkeeper; its log says more by the id of this request',
    );
  });

  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'panelkeeper',
        version,
        description: "Keeps every VPS service's control-panel license ordered, paid for and reused.",
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
      security: [{ bearer: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => pruned(jsonSchemaTransformObject(document)),
  });
  await app.register(etag);
  await app.register(rateLimit, {
    max: options.callsPerMinute ?? CALLS_PER_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: ({ headers, ip }) => headers.authorization ?? ip,
    errorResponseBuilder: (_request, { after }) => new TooManyRequests(after),
  });
  await app.register(serviceRoutes({ mostWaits: MOST_WAITS, ...options }), { prefix: '/v1' });
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.get('/health', { schema: { hide: true } }, () => ({ status: 'ok' }));
  app.get('/ready', { schema: { hide: true } }, async (_request, reply) => {
    const reason = await whyNotReady();
    if (reason === undefined) return { status: 'ready' };
    await sendProblem(reply, 'Unavailable', reason, { headers: { 'retry-after': '15' } });
    return reply;
  });
  return app;
}

class TooManyRequests extends Error {
  constructor(after: string) {
    super(`too many calls for this token; again in ${after}`);
  }
}

/** What the gateway needs besides itself, by the error that says that it is away. */
const WHAT_IS_AWAY: Readonly<Record<string, string>> = {
  ServiceError: 'the Temporal Service refuses, or cannot be reached',
  LedgerError: 'the database of tokens cannot be read',
};

/** What Fastify itself refuses. */
const KNOWN: Readonly<Record<string, [ProblemCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['BodyTooLarge', `a body has at most ${BODY_BYTES} bytes`],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UnsupportedMediaType', 'a body is application/json'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['InvalidRequest', 'the body is no JSON'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['InvalidRequest', 'the body is empty'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['InvalidRequest', 'the body is not as long as it says'],
};

const PARTS = {
  params: 'path',
  querystring: 'query',
  headers: 'headers',
  body: 'body',
} as const;

/** Finds everything that is wrong with a request: Fastify stops at the first part of it. */
function faultsOf(request: FastifyRequest): Fault[] {
  const { schema = {} } = request.routeOptions;
  const values = {
    params: request.params,
    querystring: request.query,
    headers: request.headers,
    body: request.body,
  };
  return Object.entries(PARTS).flatMap(([part, where]) => {
    const asked = (schema as Record<string, ZodType | undefined>)[part];
    const checked = asked?.safeParse(values[part as keyof typeof values]);
    return (checked?.error?.issues ?? []).flatMap((issue) =>
      (issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]).map(
        (path) => ({
          in: where,
          pointer: `#${path.map((each) => `/${String(each).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('')}`,
          detail: issue.code === 'unrecognized_keys' ? 'is not known' : issue.message,
        }),
      ),
    );
  });
}

function methodsAt(routes: ReadonlyMap<string, ReadonlySet<string>>, url: string): string[] {
  const path = url.split('?', 1)[0] ?? '';
  const found = [...routes].filter(([route]) =>
    new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`).test(path),
  );
  return [...new Set(found.flatMap(([, each]) => [...each]))];
}

function pathOf({ method, url }: FastifyRequest): string {
  return `${method} ${url.split('?', 1)[0] ?? ''}`;
}
