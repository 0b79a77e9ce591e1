import type { IncomingMessage } from 'node:http';

import { BillError } from '../bill-error.js';

/**
 * No call of this API needs more; what exceeds it is read and thrown away, so that the caller still
 * gets an answer.
 */
export const LARGEST_BODY = 1_000_000;

/** Reads a body as Latin-1, which keeps every byte; throws a BillError when it is too large. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > LARGEST_BODY) throw new BillError('value', 'body', `more than ${LARGEST_BODY} bytes`);
  return Buffer.concat(chunks).toString('latin1');
}
