import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';

import type { Scope, Token } from '../ledger/tokens.js';
import { sendProblem } from './problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose call it is. */
    caller: Pick<Token, 'tokenId' | 'name' | 'scopes'> | null;
  }
}

export type FindToken = (token: string) => Promise<Token | undefined>;

/** Makes the check before everything else of a call: whose it is, and whether he may. */
export function requiring(findToken: FindToken, scope: Scope): onRequestAsyncHookHandler {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const [, token] = /^Bearer ([\w-]{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
    const caller = token === undefined ? undefined : await findToken(token);
    if (!caller) {
      const headers = { 'www-authenticate': 'Bearer' };
      await sendProblem(reply, 'Unauthorized', 'a valid bearer token is needed', { headers });
      return reply;
    }
    if (!caller.scopes.includes(scope)) {
      const headers = { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` };
      await sendProblem(reply, 'InsufficientScope', `the token lacks the scope ${scope}`, { headers });
      return reply;
    }
    request.caller = caller;
    return undefined;
  };
}
