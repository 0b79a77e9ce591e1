import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { AnswerNode } from './answer-node.js';
import { decodeEntities } from './decode-entities.js';
import { Unreadable } from './unreadable.js';

/**
 * What the parser gives for an element when it keeps the order: one key for the tag, `:@` for the
 * attributes.
 */
type Parsed = Readonly<Record<string, unknown>>;
const ATTRIBUTES = ':@';
const TEXT = '#text';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  // A license id is text: `007` and `1e5` are not numbers.
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

/**
 * Parses an `out=xml` answer into the members of its `doc`; throws `Unreadable` for anything else.
 */
export function parseXml(text: string): AnswerNode {
  const source = text.replace(/^\uFEFF/, '').trimStart();
  if (source === '') throw new Unreadable('the answer is empty');
  // BILLmanager sends no DOCTYPE; without one there is no entity to expand, and every HTML page is
  // caught here.
  if (/<!doctype|^<html/i.test(source)) throw new Unreadable('the answer is a page, not XML');
  const roots = parseLeniently(source);
  const [root] = roots;
  if (!root || roots.length > 1 || !('doc' in root)) throw new Unreadable('the answer is not one XML doc');
  return toNode(root, 'doc');
}

function parseLeniently(source: string): readonly Parsed[] {
  try {
    // The parser alone would take a body that was cut in the middle for a complete one.
    // oxlint-disable-next-line typescript/no-deprecated -- its successor is one more package for the same code.
    if (XMLValidator.validate(source) === true) return elementsIn(parser.parse(source));
  } catch {
    // Whatever the parser throws means the same; its message quotes the answer and is dropped.
  }
  throw new Unreadable('the answer is not well-formed XML');
}

function toNode(element: Parsed, tag: string): AnswerNode {
  const members = new Map<string, AnswerNode[]>();
  let text = '';
  for (const inner of elementsIn(element[tag])) {
    const name = Object.keys(inner).find((key) => key !== ATTRIBUTES) ?? TEXT;
    if (name === TEXT) text += decodeEntities(String(inner[TEXT]));
    else append(members, name, toNode(inner, name));
  }
  // A child element wins over an attribute of its name: on `doc` those only describe the page.
  for (const [name, value] of Object.entries(element[ATTRIBUTES] ?? {})) {
    if (!members.has(name)) members.set(name, [{ text: decodeEntities(String(value)), members: new Map() }]);
  }
  return { text, members };
}

function append(members: Map<string, AnswerNode[]>, name: string, node: AnswerNode): void {
  const known = members.get(name);
  if (known) known.push(node);
  else members.set(name, [node]);
}

function elementsIn(value: unknown): readonly Parsed[] {
  return Array.isArray(value) ? (value as Parsed[]) : [];
}
