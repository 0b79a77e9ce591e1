import type { IncomingMessage, ServerResponse } from 'node:http';

import { languageOf } from '../answer-call.js';
import { answerDocument, errorElement } from '../answer-document.js';
import { BillError } from '../bill-error.js';
import type { Clock } from '../clock.js';
import { writeAnswer } from '../formats/answer-format.js';
import type { LicenseServer } from '../license-server.js';
import type { Element } from '../tree.js';
import { cookieSession, hostOf } from './host-of.js';
import { Parameters } from './parameters.js';
import { requestParameters } from './request-parameters.js';

const paths = new Set(['/billmgr', '/manager/billmgr', '/']);

/** Answers HTTP requests to the license server. */
export function requestAnswerer(server: LicenseServer, clock: Clock) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (!paths.has(path)) { page(response, 404, 'Not Found'); return; }
    if (!['GET', 'POST'].includes(request.method ?? '')) { page(response, 405, 'Method Not Allowed'); return; }
    const { parameters, refused } = await parametersOf(request);
    const { nowMs, content } = await contentOf(parameters, refused, request);
    const lang = languageOf({ parameters });
    const document = answerDocument(content, { parameters, lang, host: hostOf(request) });
    const { contentType, body } = writeAnswer(document, {
      out: parameters.get('out'),
      callback: parameters.get('callback'),
      singleElement: server.rules.singleElement,
    });
    // The license server's clock, not this machine's: callers compare it with theirs.
    if (nowMs !== undefined) response.setHeader('Date', new Date(nowMs).toUTCString());
    const session = content.find(({ name }) => name === 'auth')?.text;
    if (session !== undefined) response.setHeader('Set-Cookie', `billmgrses5=${session}; path=/; HttpOnly`);
    response.writeHead(200, { 'Content-Type': contentType }).end(body);
  };

  async function contentOf(
    parameters: Parameters,
    refused: BillError | undefined,
    request: IncomingMessage,
  ): Promise<{ nowMs?: number; content: readonly Element[] }> {
    const refuse = (error: BillError) => [
      errorElement(error, parameters.get('func'), languageOf({ parameters })),
    ];
    let nowMs: number;
    try {
      nowMs = await clock.read();
    } catch {
      return { content: refuse(new BillError('internal', 'clock')) };
    }
    if (refused) return { nowMs, content: refuse(refused) };
    try {
      const remoteAddress = request.socket.remoteAddress ?? '';
      return {
        nowMs,
        content: server.answer({ parameters, remoteAddress, cookieSession: cookieSession(request) }, nowMs),
      };
    } catch (error) {
      // Whatever goes wrong inside is the caller's to hear about, and nobody else's to die of.
      return {
        nowMs,
        content: refuse(error instanceof BillError ? error : new BillError('internal', 'process')),
      };
    }
  }
}

async function parametersOf(
  request: IncomingMessage,
): Promise<{ parameters: Parameters; refused?: BillError }> {
  try {
    return { parameters: await requestParameters(request) };
  } catch (error) {
    if (!(error instanceof BillError)) throw error;
    return { parameters: new Parameters([]), refused: error };
  }
}

function page(response: ServerResponse, status: number, title: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=UTF-8', Connection: 'close' });
  response.end(
    `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  );
}
