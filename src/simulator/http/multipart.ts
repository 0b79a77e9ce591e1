import { BillError } from '../bill-error.js';
import { decodeUtf8, MOST_PARAMETERS } from './form-decoding.js';

/**
 * Reads a `multipart/form-data` body whose bytes came as Latin-1; throws a BillError when it is not
 * one.
 */
export function decodeMultipart(body: string, contentType: string): [string, string][] {
  const boundary = /boundary=(?:"([^"]{1,200})"|([^\s;,]{1,200}))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) throw new BillError('value', 'body', 'boundary');
  const [, ...parts] = `\r\n${body}`.split(`\r\n--${mark}`, MOST_PARAMETERS + 2);
  if (parts.length > MOST_PARAMETERS)
    throw new BillError('value', 'parameters', `more than ${MOST_PARAMETERS}`);
  const closed = parts.findIndex((part) => part.startsWith('--'));
  if (closed < 0) throw new BillError('value', 'body', 'multipart');
  return parts.slice(0, closed).map(decodePart);
}

function decodePart(part: string): [string, string] {
  const end = part.indexOf('\r\n\r\n');
  const name = /content-disposition:[^\r\n]*[;\s]name="([^"\r\n]*)"/i.exec(part.slice(0, end))?.[1];
  if (end < 0 || name === undefined) throw new BillError('value', 'body', 'multipart');
  return [decodeUtf8(Buffer.from(name, 'latin1')), decodeUtf8(Buffer.from(part.slice(end + 4), 'latin1'))];
}
