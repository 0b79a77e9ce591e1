import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLicenseServer } from '../../src/billmanager/create-license-server.js';
import type { LicenseServerSettings } from '../../src/billmanager/license-server-settings.js';

/** What one call brought, as the panel saw it. */
export interface SeenCall {
  readonly method: string;
  readonly url: string;
  readonly contentType: string | undefined;
  readonly form: URLSearchParams;
  /** The number of the connection it came over, from 1. */
  readonly connection: number;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

type Answer = (
  call: SeenCall,
  response: ServerResponse,
) => Reply | string | undefined | Promise<Reply | string | undefined>;

export const PASSWORD = 'p:ss wörd&1';

/**
 * A license server made by hand, that answers each call as the test says. A string is an XML answer
 * with status 200; `undefined` means that the test has dealt with the response itself.
 */
export async function handmadePanel(answer: Answer) {
  const calls: SeenCall[] = [];
  const connections = new Map<object, number>();
  const server = createServer((request, response) => {
    void (async () => {
      const connection = connections.get(request.socket) ?? connections.size + 1;
      connections.set(request.socket, connection);
      const call = { ...(await read(request)), connection };
      calls.push(call);
      const given = await answer(call, response);
      if (given === undefined) return;
      const { status = 200, headers = {}, body = '' } = typeof given === 'string' ? { body: given } : given;
      response.writeHead(status, { 'content-type': 'text/xml; charset=UTF-8', ...headers }).end(body);
    })();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/billmgr`;

  const client = (settings: Partial<LicenseServerSettings> = {}) =>
    createLicenseServer({ url, username: 'reseller', password: () => PASSWORD, ...settings });
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, calls, client, stop };
}

async function read(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    contentType: request.headers['content-type'],
    form: new URLSearchParams(Buffer.concat(chunks).toString()),
  };
}
