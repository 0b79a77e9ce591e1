import { Unreadable } from './unreadable.js';

/** Reads a body to its end as UTF-8; throws `Unreadable` as soon as it grows beyond the limit. */
export async function readBody(body: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new Unreadable(`the answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  // Wrong UTF-8 in one license's name becomes U+FFFD there and does not take the whole list with
  // it.
  return Buffer.concat(chunks).toString('utf8');
}
