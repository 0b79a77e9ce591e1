import type { IncomingMessage, ServerResponse } from 'node:http';

import { languageOf } from '../answer-call.js';
import { answerDocument, errorElement } from '../answer-document.js';
import { BillError } from '../bill-error.js';
import type { Clock } from '../clock.js';
import { breaksAfter, breaksBefore, refusalOf, send } from '../faults/apply-strike.js';
import type { FaultInjector } from '../faults/fault-injector.js';
import { ListSpoiler } from '../faults/list-spoiler.js';
import { writeAnswer, type WrittenAnswer } from '../formats/answer-format.js';
import type { LicenseServer } from '../license-server.js';
import type { Language } from '../messages.js';
import type { Credentials } from '../sign-in.js';
import type { Element } from '../tree.js';
import { sendPage } from './broken-answers.js';
import { cookiesOf, hostOf } from './host-of.js';
import type { RequestHandler } from './http-server.js';
import type { Parameters } from './parameters.js';
import { requestParameters } from './request-parameters.js';

const paths = new Set(['/billmgr', '/manager/billmgr', '/']);

interface Parts {
  readonly server: LicenseServer;
  readonly clock: Clock;
  readonly faults: FaultInjector;
  readonly onError: (error: unknown) => void;
}

/** Answers HTTP requests to the license server, with the faults that are asked for. */
export function requestAnswerer({ server, clock, faults, onError }: Parts): RequestHandler {
  const spoiler = new ListSpoiler();

  return async (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (!paths.has(path)) sendPage(response, 404, 'Not Found');
    else if (request.method === 'GET' || request.method === 'POST') await answer(request, response);
    else sendPage(response, 405, 'Method Not Allowed');
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { parameters, refused } = await requestParameters(request);
    const remoteAddress = request.socket.remoteAddress ?? '';
    const credentials = { parameters, remoteAddress, ...cookiesOf(request) };
    const lang = languageOf(credentials);
    const strike = refused
      ? undefined
      : faults.strike({ func: parameters.get('func'), isWrite: isWrite(parameters) });
    if (strike && (await breaksBefore(strike, response))) return;
    const { nowMs, content } = await execute(credentials, lang, refused ?? refusalOf(strike));
    if (strike && (await breaksAfter(strike, response))) return;
    const told = faults.has('stale-list') || strike ? spoiler.spoil(content, parameters, strike) : content;
    const written = write(told, parameters, { lang, host: hostOf(request) });
    // The license server's clock, not this machine's: callers compare it with theirs.
    if (nowMs !== undefined) response.setHeader('Date', new Date(nowMs).toUTCString());
    const session = content.find(({ name }) => name === 'auth')?.text;
    if (session !== undefined) response.setHeader('Set-Cookie', `billmgrses5=${session}; path=/; HttpOnly`);
    send(response, written, strike);
  }

  function write(
    content: readonly Element[],
    parameters: Parameters,
    { lang, host }: { readonly lang: Language; readonly host: string },
  ): WrittenAnswer {
    return writeAnswer(answerDocument(content, { parameters, lang, host }), {
      out: parameters.get('out'),
      callback: parameters.get('callback'),
      singleElement: server.rules.singleElement,
    });
  }

  async function execute(
    credentials: Credentials,
    lang: Language,
    refused: BillError | undefined,
  ): Promise<{ nowMs?: number; content: readonly Element[] }> {
    let nowMs: number | undefined;
    try {
      nowMs = await clock.read();
      if (refused) throw refused;
      return { nowMs, content: server.answer(credentials, nowMs) };
    } catch (error) {
      const refusal = error instanceof BillError ? error : internalError(error, nowMs);
      const content = [errorElement(refusal, credentials.parameters.get('func'), lang)];
      return nowMs === undefined ? { content } : { nowMs, content };
    }
  }

  /**
   * Whatever goes wrong inside is for the caller and the operator to hear about, and for nobody to
   * die of.
   */
  function internalError(error: unknown, nowMs: number | undefined): BillError {
    onError(error);
    return new BillError('internal', nowMs === undefined ? 'clock' : 'process');
  }
}

function isWrite(parameters: Parameters): boolean {
  return parameters.get('sok') !== '' || /\.(suspend|resume|delete)$/.test(parameters.get('func'));
}
