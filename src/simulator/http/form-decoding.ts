import { BillError } from '../bill-error.js';

/** More is no form that anybody fills in; it only costs memory. */
export const MOST_PARAMETERS = 500;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads `a=1&b=2`; throws a BillError for wrong percent-encoding, bytes that are not UTF-8, and too
 * many parameters.
 */
export function decodeForm(form: string): [string, string][] {
  const pairs = form.split('&', MOST_PARAMETERS + 1).filter((pair) => pair !== '');
  if (pairs.length > MOST_PARAMETERS)
    throw new BillError('value', 'parameters', `more than ${MOST_PARAMETERS}`);
  return pairs.map((pair) => {
    const equals = pair.indexOf('=');
    if (equals < 0) return [decodeUrlText(pair), ''];
    return [decodeUrlText(pair.slice(0, equals)), decodeUrlText(pair.slice(equals + 1))];
  });
}

function decodeUrlText(text: string): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) throw new BillError('value', 'encoding', 'percent');
  // The bytes of the form were read as Latin-1, one character each, so that raw UTF-8 survives as
  // well.
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return decodeUtf8(Buffer.from(bytes, 'latin1'));
}

/**
 * Reads UTF-8; throws a BillError for bytes that are not, and for NUL, which no text of a form
 * contains.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw new BillError('value', 'encoding', 'utf-8');
  }
  if (text.includes('\0')) throw new BillError('value', 'encoding', 'nul');
  return text;
}
