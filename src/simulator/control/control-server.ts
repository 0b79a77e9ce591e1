import type { IncomingMessage, Server, ServerResponse } from 'node:http';

import { z } from 'zod';

import { BillError } from '../bill-error.js';
import { readBody } from '../http/body.js';
import { listen } from '../http/http-server.js';
import type { RunningSimulator } from '../running-simulator.js';
import { controlCommands } from './control-commands.js';

/** Opens the control API: JSON over HTTP, for a test or a demo in another process. */
export async function listenForControl(
  simulator: RunningSimulator,
  host: string,
  port: number,
): Promise<Server> {
  return listen(async (request, response) => control(simulator, request, response), { host, port });
}

async function control(
  simulator: RunningSimulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await readBody(request);
    const command = controlCommands.get(
      `${request.method ?? ''} ${(request.url ?? '').split('?', 1)[0] ?? ''}`,
    );
    if (!command) {
      reply(response, 404, { commands: [...controlCommands.keys()] });
      return;
    }
    requireProgram(request);
    // Time goes on between requests: what is read is what a caller would find now.
    if (request.method === 'GET') await simulator.clock();
    reply(
      response,
      200,
      await command(simulator, body === '' ? {} : JSON.parse(Buffer.from(body, 'latin1').toString())),
    );
  } catch (error) {
    const known = error instanceof RangeError || error instanceof SyntaxError || error instanceof BillError;
    const message =
      error instanceof z.ZodError ? z.prettifyError(error) : known ? error.message : 'internal error';
    reply(response, known || error instanceof z.ZodError ? 400 : 500, { error: message });
  }
}

/**
 * Refuses what a web page could send: the port is open to every page in a browser on this machine.
 */
function requireProgram({ headers, method }: IncomingMessage): void {
  const isJson = headers['content-type']?.startsWith('application/json') ?? false;
  if (headers.origin !== undefined) throw new RangeError('requests of web pages are refused');
  if (method === 'POST' && !isJson) throw new RangeError('the content type must be application/json');
}

function reply(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(`${JSON.stringify(content)}\n`);
}
