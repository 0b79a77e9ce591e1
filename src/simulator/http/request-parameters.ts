import type { IncomingMessage } from 'node:http';

import { BillError } from '../bill-error.js';
import { readBody } from './body.js';
import { decodeForm } from './form-decoding.js';
import { decodeMultipart } from './multipart.js';
import { Parameters } from './parameters.js';

export interface RequestParameters {
  readonly parameters: Parameters;
  /** Why they could not be read; they then hold no more than how to answer. */
  readonly refused?: BillError;
}

/** Reads the parameters of a request: the query and the body, merged. */
export async function requestParameters(request: IncomingMessage): Promise<RequestParameters> {
  const url = request.url ?? '';
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1).replace(/#.*$/s, '') : '';
  let body = '';
  try {
    body = await readBody(request);
    return { parameters: new Parameters([...decodeForm(query), ...decodeBody(request, body)]) };
  } catch (error) {
    if (!(error instanceof BillError)) throw error;
    const format = /(?:^|&)out=(\w{1,10})(?:&|$)/.exec(`${query}&${body}`)?.[1] ?? '';
    return { parameters: new Parameters([['out', format]]), refused: error };
  }
}

function decodeBody({ headers }: IncomingMessage, body: string): [string, string][] {
  const type = headers['content-type'] ?? '';
  // Some clients post a form without saying so: whatever is not multipart is read as one.
  return /^multipart\/form-data/i.test(type) ? decodeMultipart(body, type) : decodeForm(body.trim());
}
