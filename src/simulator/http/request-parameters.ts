import type { IncomingMessage } from 'node:http';

import { readBody } from './body.js';
import { decodeForm } from './form-decoding.js';
import { decodeMultipart } from './multipart.js';
import { Parameters } from './parameters.js';

/** Reads the parameters of a request: the query and the body, merged. */
export async function requestParameters(request: IncomingMessage): Promise<Parameters> {
  const body = await readBody(request);
  const url = request.url ?? '';
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1).replace(/#.*$/s, '') : '';
  const type = request.headers['content-type'] ?? '';
  // Some clients post a form without saying so: whatever is not multipart is read as one.
  const posted = /^multipart\/form-data/i.test(type) ? decodeMultipart(body, type) : decodeForm(body.trim());
  return new Parameters([...decodeForm(query), ...posted]);
}
