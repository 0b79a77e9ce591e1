import type { Element } from '../tree.js';
import { groupByName } from './json.js';

type Fields = Record<string, unknown>;

/**
 * Writes an answer as `out=bjson`: no `doc` around it, plain values of a form under `model`, rows
 * under `elem`, an element with attributes as an object with its text under `v`, an attribute
 * `orig` of a column as `<column>_orig`.
 */
export function toBjson(root: Element): string {
  const answer = empty();
  answer['func'] = root.attributes['func'] ?? '';
  const groups = groupByName(root.children);
  const isList = groups.has('p_elems');
  if (isList) answer['elem'] = [];
  for (const [name, group] of groups) {
    const [first] = group;
    if (!first || unseen.has(name)) continue;
    if (name === 'elem') answer['elem'] = group.map(row);
    else if (name === 'list') answer['list'] = named(group, (list) => list.children.map(row));
    else if (name === 'slist') answer['slist'] = named(group, (list) => list.children.map(option));
    else if (name === 'ok' && isPlain(first)) answer['ok'] = first.text === '' ? true : first.text;
    // Clients read `model.auth`, although the element has attributes.
    else if (name === 'auth') model(answer)[name] = first.text;
    else if (isPlain(first) && !isList) model(answer)[name] = first.text;
    else answer[name] = several(name, group);
  }
  return JSON.stringify(answer);
}

const unseen = new Set(['tparams', 'saved_filters']);
const alwaysArrays = new Set(['pricelist', 'period', 'addon']);

function several(name: string, group: readonly Element[]): unknown {
  const values = group.map(value);
  return values.length > 1 || (alwaysArrays.has(name) && !group.every(isPlain)) ? values : values[0];
}

function value(item: Element): unknown {
  if (isPlain(item)) return item.text;
  const object: Fields = Object.assign(empty(), item.attributes);
  if (item.text !== '') object['v'] = item.text;
  for (const [name, group] of groupByName(item.children)) object[name] = several(name, group);
  return object;
}

function row(elem: Element): Fields {
  const fields = empty();
  for (const field of elem.children) {
    fields[field.name] = field.text;
    for (const [key, text] of Object.entries(field.attributes)) fields[`${field.name}_${key}`] = text;
  }
  return fields;
}

function option({ attributes, text }: Element): Fields {
  return { k: attributes['key'] ?? '', v: text };
}

function named(group: readonly Element[], convert: (item: Element) => unknown): Fields {
  const fields = empty();
  for (const item of group) fields[item.attributes['name'] ?? ''] = convert(item);
  return fields;
}

function model(answer: Fields): Fields {
  return (answer['model'] ??= empty()) as Fields;
}

function isPlain({ attributes, children }: Element): boolean {
  return children.length === 0 && Object.keys(attributes).length === 0;
}

function empty(): Fields {
  return Object.create(null) as Fields;
}
