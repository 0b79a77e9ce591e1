import { STATUS_CODES } from 'node:http';

import type { FastifyReply } from 'fastify';
import { z } from 'zod';

import type { ErrorCode } from '../client/errors.js';

/** Why a request is answered with an error: the closed set of docs/http-api.md. */
export const PROBLEMS = {
  InvalidRequest: 400,
  Unauthorized: 401,
  InsufficientScope: 403,
  NotFound: 404,
  ServiceUnknown: 404,
  MethodNotAllowed: 405,
  NotPossible: 409,
  ServiceClosed: 409,
  ServiceClosing: 409,
  ServiceDiffers: 409,
  BodyTooLarge: 413,
  UnsupportedMediaType: 415,
  ServiceRefused: 422,
  TooManyRequests: 429,
  Internal: 500,
  NotAnswered: 503,
  Unavailable: 503,
} as const satisfies Record<ErrorCode, number> & Record<string, number>;

export type ProblemCode = keyof typeof PROBLEMS;

const fault = z.object({
  in: z.enum(['path', 'query', 'headers', 'body']),
  pointer: z.string().describe('which member, as a JSON Pointer in a fragment, e.g. `#/ip`'),
  detail: z.string().describe('the rule that it breaks'),
});
export type Fault = z.output<typeof fault>;

/** An error of the HTTP API: RFC 9457, with a code of the closed set. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string(),
    instance: z.string().describe('the id of the request, which stands in the log'),
    errors: z.array(fault).optional().describe('everything that is wrong with the request'),
  })
  .meta({ id: 'Problem' });

export interface ProblemMore {
  readonly errors?: readonly Fault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ends a request with a problem. */
export async function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  detail: string,
  { errors, headers = {} }: ProblemMore = {},
): Promise<void> {
  const status = PROBLEMS[code];
  const problem: z.output<typeof problemSchema> = {
    type: `urn:panelkeeper:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    instance: reply.request.id,
    ...(errors && { errors: [...errors] }),
  };
  await reply
    .code(status)
    .headers(headers)
    .type('application/problem+json')
    // Past the schema of the route: what is said of a problem is the same everywhere.
    .serializer(JSON.stringify)
    .send(problem);
}
