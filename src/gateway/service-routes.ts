import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';

import type { LicenseAnswer, PanelkeeperClient, Unfinished } from '../client.js';
import type { Config } from '../config.js';
import type { CalendarDate } from '../domain/base/calendar.js';
import type { LicenseId } from '../domain/base/license.js';
import type { Resolution } from '../domain/life/resolution.js';
import { requiring, type FindToken } from './authentication.js';
import { Waits } from './patience.js';
import { problemSchema, sendProblem } from './problem.js';
import {
  changeIpBody,
  changedAnswer,
  changePanelBody,
  changeServiceAnswer,
  changeServiceBody,
  closeAnswer,
  keyAnswer,
  listAnswer,
  listQuery,
  openAnswer,
  openBody,
  panelsAnswer,
  renewKeyAnswer,
  resolveBody,
  scheduleCloseBody,
  servicePath,
  unfinishedAnswer,
  viewAnswer,
  wokenAnswer,
} from './schemas.js';

export interface ServiceRoutes {
  readonly client: Omit<PanelkeeperClient, 'listLicenses'>;
  readonly findToken: FindToken;
  readonly config: () => Pick<Config, 'enumerations'>;
  readonly mostWaits: number;
}

/** Who was told to wait asks again so soon, where nothing says when it is tried again. */
const RETRY_AFTER_S = 15;

const problems = {
  '4xx': { description: 'An error', content: { 'application/problem+json': { schema: problemSchema } } },
  '5xx': { description: 'An error', content: { 'application/problem+json': { schema: problemSchema } } },
};

/** Adds a route for each verb: all take and give what the client and the command line do. */
export function serviceRoutes({
  client,
  findToken,
  config,
  mostWaits,
}: ServiceRoutes): FastifyPluginAsyncZod {
  const reads = { onRequest: requiring(findToken, 'read') };
  const provisions = { onRequest: requiring(findToken, 'provision') };
  const operates = { onRequest: requiring(findToken, 'operate') };
  const readsKeys = { onRequest: requiring(findToken, 'key') };
  const waits = new Waits(mostWaits);

  // oxlint-disable-next-line typescript/require-await -- Fastify wants a promise, and nothing is waited for.
  return async (app) => {
    app.put('/services/:serviceId', {
      ...provisions,
      schema: {
        operationId: 'openService',
        summary: 'Open a service, and give its license; may be repeated',
        params: servicePath,
        body: openBody,
        response: { 200: openAnswer, 202: unfinishedAnswer, ...problems },
      },
      handler: async (request, reply) => {
        const { serviceId } = request.params;
        const service = { serviceName: serviceId, ...request.body, serviceId };
        const answer = await waits.run(request, reply, (options) => client.openLicense(service, options));
        if (answer.status === 'pending') return await unfinished(reply, answer);
        return { ...answer, license: forCaller(request, answer.license) };
      },
    });
    app.get('/services/:serviceId', {
      ...reads,
      schema: {
        operationId: 'getService',
        summary: 'Read a service, open or closed, and its license without the key',
        params: servicePath,
        response: { 200: viewAnswer, ...problems },
      },
      handler: async ({ params }) => await client.getLicense(params.serviceId),
    });
    app.get('/services/:serviceId/license-key', {
      ...readsKeys,
      schema: {
        operationId: 'readLicenseKey',
        summary: 'Read the license key of an open service at its license server',
        params: servicePath,
        response: { 200: keyAnswer, 202: unfinishedAnswer, ...problems },
      },
      handler: async (request, reply) => {
        const { serviceId } = request.params;
        const answer = await waits.run(request, reply, (options) => client.readLicense(serviceId, options));
        if (answer.status === 'pending') return await unfinished(reply, answer);
        void reply.header('cache-control', 'no-store');
        return { licenseId: answer.license.licenseId, key: answer.license.key };
      },
    });
    app.get('/services', {
      ...reads,
      schema: {
        operationId: 'listServices',
        summary: 'List the open services, page by page',
        querystring: listQuery,
        response: { 200: listAnswer, ...problems },
      },
      handler: async ({ query: { state, panel, limit, cursor } }) => {
        const where = [
          ...(state === undefined ? [] : [`LicenseState = '${state}'`]),
          ...(panel === undefined ? [] : [`LicensePanel = '${panel}'`]),
        ].join(' AND ');
        const page = await client.listPage(where || undefined, { limit, cursor });
        return {
          next: page.next,
          services: page.services.map(({ paidUntil, ...service }) => ({
            ...service,
            ...(paidUntil && { paidUntil: paidUntil.toISOString() }),
          })),
        };
      },
    });
    app.post('/services/:serviceId/close', {
      ...provisions,
      schema: {
        operationId: 'closeService',
        summary: 'Close a service: its license goes to the pool; may be repeated',
        params: servicePath,
        response: { 200: closeAnswer, 202: unfinishedAnswer, ...problems },
      },
      handler: async (request, reply) => {
        const { serviceId } = request.params;
        const answer = await waits.run(request, reply, (options) => client.closeService(serviceId, options));
        return answer.status === 'closing' ? await unfinished(reply, answer) : answer;
      },
    });
    app.post('/services/:serviceId/schedule-close', {
      ...provisions,
      schema: {
        operationId: 'scheduleClose',
        summary: 'Tell when a service will end, so that nothing is paid beyond it',
        params: servicePath,
        body: scheduleCloseBody,
        response: { 200: viewAnswer, ...problems },
      },
      handler: async ({ params, body: { closesAt, confirm } }) =>
        await client.scheduleClose(params.serviceId, closesAt === null ? null : new Date(closesAt), {
          ...(confirm && { confirm }),
        }),
    });
    for (const [verb, summary, tell] of [
      ['suspend', 'Tell that a service is suspended', client.suspendService],
      ['resume', 'Tell that a suspended service is active again', client.resumeService],
    ] as const)
      app.post(`/services/:serviceId/${verb}`, {
        ...provisions,
        schema: {
          operationId: `${verb}Service`,
          summary,
          params: servicePath,
          response: { 200: viewAnswer, ...problems },
        },
        handler: async ({ params }) => await tell(params.serviceId),
      });
    app.post('/services/:serviceId/change-ip', {
      ...provisions,
      schema: {
        operationId: 'changeIp',
        summary: 'Tell that a service has another address: its license follows',
        params: servicePath,
        body: changeIpBody,
        response: { 200: changedAnswer, 202: unfinishedAnswer, ...problems },
      },
      handler: async (request, reply) => {
        const { serviceId } = request.params;
        const { ip } = request.body;
        const answer = await waits.run(request, reply, (options) => client.changeIp(serviceId, ip, options));
        return answer.status === 'waiting' ? await unfinished(reply, answer) : answer;
      },
    });
    app.post('/services/:serviceId/change-panel', {
      ...provisions,
      schema: {
        operationId: 'changePanel',
        summary: 'Give a service another panel; what is refused leaves everything as it was',
        params: servicePath,
        body: changePanelBody,
        response: { 200: changedAnswer, 202: unfinishedAnswer, ...problems },
      },
      handler: async (request, reply) => {
        const { serviceId } = request.params;
        const answer = await waits.run(request, reply, (options) =>
          client.changePanel(serviceId, request.body, options),
        );
        if (answer.status === 'refused') return await refused(reply, answer.reason);
        return answer.status === 'pending' ? await unfinished(reply, answer) : answer;
      },
    });
    app.post('/services/:serviceId/change-service', {
      ...provisions,
      schema: {
        operationId: 'changeService',
        summary: "Tell that the client's order is another one: name, period or tariff",
        params: servicePath,
        body: changeServiceBody,
        response: { 200: changeServiceAnswer, ...problems },
      },
      handler: async ({ params, body }, reply) => {
        const answer = await client.changeService(params.serviceId, body);
        return answer.status === 'refused' ? await refused(reply, answer.reason) : answer;
      },
    });
    app.post('/services/:serviceId/renew-key', {
      ...provisions,
      schema: {
        operationId: 'renewKey',
        summary: 'Renew the license key, which has leaked; the license server limits how often',
        params: servicePath,
        response: { 200: renewKeyAnswer, ...problems },
      },
      handler: async (request, reply) => {
        const { serviceId } = request.params;
        const answer = await waits.run(request, reply, (options) => client.renewKey(serviceId, options));
        if (answer.status === 'notRenewed') return await refused(reply, answer.reason);
        return answer.license ? { ...answer, license: forCaller(request, answer.license) } : answer;
      },
    });
    app.post('/services/:serviceId/wake', {
      ...operates,
      schema: {
        operationId: 'wakeService',
        summary: 'Make a service look at everything again now, after something was repaired',
        params: servicePath,
        response: { 200: wokenAnswer, ...problems },
      },
      handler: async ({ params }) => {
        await client.wakeService(params.serviceId);
        return { status: 'woken' as const };
      },
    });
    app.post('/services/:serviceId/resolve', {
      ...operates,
      schema: {
        operationId: 'resolveService',
        summary: 'Decide, as a human, about what has failed or is asked',
        params: servicePath,
        body: resolveBody,
        response: { 200: viewAnswer, ...problems },
      },
      handler: async ({ params, body }) =>
        // Its words were checked by the schema; brands are of the types alone.
        await client.resolveService(
          params.serviceId,
          body as Resolution & { licenseId?: LicenseId; expiresOn?: CalendarDate },
        ),
    });
    app.get('/panels', {
      ...reads,
      schema: {
        operationId: 'listPanels',
        summary: 'List the panels that the configuration knows',
        response: { 200: panelsAnswer, ...problems },
      },
      handler: () => ({
        panels: config().enumerations.flatMap(({ name, values }) =>
          values.map(({ internalName }) => ({ panel: internalName, enumeration: name })),
        ),
      }),
    });
  };
}

/** Leaves the key out for who may not read keys. */
function forCaller({ caller }: FastifyRequest, { key, ...license }: LicenseAnswer) {
  return caller?.scopes.includes('key') ? { ...license, key } : license;
}

async function unfinished(reply: FastifyReply, answer: Unfinished): Promise<never> {
  const untilMs = answer.retryAt === undefined ? NaN : Date.parse(answer.retryAt) - Date.now();
  const seconds = untilMs > 0 ? Math.ceil(untilMs / 1000) : RETRY_AFTER_S;
  return await reply.code(202).header('retry-after', String(seconds)).send(answer);
}

async function refused(reply: FastifyReply, reason: string): Promise<never> {
  await sendProblem(reply, 'ServiceRefused', reason);
  return reply as never;
}
