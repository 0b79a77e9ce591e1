import type { AnswerNode } from './answer-node.js';
import { parseBjson } from './parse-bjson.js';
import { parseXml } from './parse-xml.js';
import { Unreadable } from './unreadable.js';

/**
 * What each format may be labeled with; `text/plain` and no label at all are let pass, a page is
 * not.
 */
const labels = {
  xml: /^(text|application)\/(xml|[\w.+-]+\+xml|plain)$/,
  bjson: /^(text|application)\/(json|[\w.+-]+\+json|javascript|x-javascript|plain)$/,
} as const;

/** Parses an answer in the format that was asked for; throws `Unreadable` for anything else. */
export function parseAnswer(
  format: 'xml' | 'bjson',
  contentType: string | undefined,
  body: string,
): AnswerNode {
  const label = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (label !== '' && (!labels[format].test(label) || label === 'application/xhtml+xml')) {
    throw new Unreadable('the answer is labeled as something else than was asked for');
  }
  return format === 'xml' ? parseXml(body) : parseBjson(body);
}
