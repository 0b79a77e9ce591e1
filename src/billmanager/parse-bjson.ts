import type { AnswerNode } from './answer-node.js';
import { Unreadable } from './unreadable.js';

/** Deeper than any answer, far from the end of the stack. */
const MAX_DEPTH = 100;

/**
 * Parses an `out=bjson` answer into the same members as its XML twin; throws `Unreadable` for
 * anything else.
 */
export function parseBjson(text: string): AnswerNode {
  const source = text.replace(/^\uFEFF/, '').trim();
  if (source === '') throw new Unreadable('the answer is empty');
  const parsed = parseJson(source);
  if (!isObject(parsed)) throw new Unreadable('the answer is not a JSON object');
  // Form values stand under `model`; some versions wrap everything in `doc`, as `out=json` does.
  const { doc, ...outer } = parsed;
  const { model, ...inner } = { ...outer, ...(isObject(doc) ? doc : {}) };
  const values = isObject(model) ? model : {};
  return toNode({ ...inner, ...values, ...('error' in inner ? { error: inner['error'] } : {}) }, 0);
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    // The message of a SyntaxError quotes the answer.
    throw new Unreadable('the answer is not well-formed JSON');
  }
}

function toNode(value: unknown, depth: number): AnswerNode {
  if (depth > MAX_DEPTH) throw new Unreadable('the answer is nested too deeply');
  if (!isObject(value)) return { text: textOf(value), members: new Map() };
  const members = new Map<string, readonly AnswerNode[]>();
  let text = '';
  for (const [key, inner] of Object.entries(value)) {
    const name = key.replace(/^\$/, '');
    // An element with attributes keeps its text under `v`, in older shapes under `$`.
    if (name === '' || name === 'v') text = textOf(inner);
    else if (inner !== null) members.set(name, toNodes(inner, depth + 1));
  }
  return { text, members: withOriginals(members) };
}

function toNodes(value: unknown, depth: number): readonly AnswerNode[] {
  return Array.isArray(value) ? value.map((item) => toNode(item, depth)) : [toNode(value, depth)];
}

/** Puts `status_orig` where the attribute `orig` of `status` stands in XML. */
function withOriginals(members: Map<string, readonly AnswerNode[]>): Map<string, readonly AnswerNode[]> {
  for (const [name, originals] of members) {
    if (!name.endsWith('_orig')) continue;
    const plain = name.slice(0, -'_orig'.length);
    const field = members.get(plain)?.[0] ?? { text: '', members: new Map<string, readonly AnswerNode[]>() };
    members.set(plain, [{ text: field.text, members: new Map([...field.members, ['orig', originals]]) }]);
  }
  return members;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
