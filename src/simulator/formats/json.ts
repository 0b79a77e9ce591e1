import type { Element } from '../tree.js';

/** Whether a list of one row is written as an object or as an array of one. */
export type SingleElement = 'object' | 'array';

/**
 * Writes an answer as JSON by the one rule of `out=json`, `sjson` and `xjson`: an attribute becomes
 * `$name`, a text `$`, an element an object, a repeated element an array. Every value is a string.
 */
export function toJson(root: Element, singleElement: SingleElement): string {
  const doc = convert(root, singleElement);
  const isList = root.children.some((child) => child.name === 'p_elems');
  if (isList && singleElement === 'array') doc['elem'] ??= [];
  // Slashes are escaped as the real answers have them; in JSON text they occur inside strings only.
  return JSON.stringify({ doc }).replaceAll('/', '\\/');
}

function convert(
  { attributes, text, children }: Element,
  singleElement: SingleElement,
): Record<string, unknown> {
  // No prototype: a parameter called `__proto__` is echoed like any other.
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(attributes)) object[`$${key}`] = value;
  if (text !== '') object['$'] = text;
  for (const [name, group] of groupByName(children)) {
    const values = group.map((child) => convert(child, singleElement));
    const asArray =
      values.length > 1 || alwaysArrays.has(name) || (name === 'elem' && singleElement === 'array');
    object[name] = asArray ? values : values[0];
  }
  return object;
}

// Seen in clients: even one select list came as an array.
const alwaysArrays = new Set(['slist', 'list', 'val']);

/** Groups elements by name, in the order in which the names first appear. */
export function groupByName(children: readonly Element[]): Map<string, Element[]> {
  const groups = new Map<string, Element[]>();
  for (const child of children) {
    const group = groups.get(child.name);
    if (group) group.push(child);
    else groups.set(child.name, [child]);
  }
  return groups;
}
