import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Address {
  readonly host: string;
  readonly port: number;
  /** PEM; plain HTTP where it is absent. */
  readonly tls?: TlsPair | undefined;
}

/** A certificate with its private key, both PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** Starts an HTTP server whose handler may fail and whose callers may send anything. */
export async function listen(
  handler: RequestHandler,
  { host, port, tls }: Address,
  refusesConnection = (): boolean => false,
): Promise<Server> {
  // Long enough for a call with hundreds of parameters in its URL, short enough to bound memory.
  const settings = { maxHeaderSize: 64 * 1024 };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    request.on('error', ignore);
    response.on('error', ignore);
    handler(request, response).catch(() => response.destroy());
  };
  const server = tls ? createTlsServer({ ...settings, ...tls }, answer) : createServer(settings, answer);
  server.on('connection', (socket: Socket) => {
    if (refusesConnection()) socket.resetAndDestroy();
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

// A caller that hangs up in the middle is an everyday event, and there is nobody left to tell.
const ignore = (): void => undefined;

/** Gives the address of a server that listens, with the port that it really got. */
export function urlOf(host: string, server: Server): string {
  const scheme = server instanceof TlsServer ? 'https' : 'http';
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
}

/** Stops a server without waiting for connections that are kept alive. */
export async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
