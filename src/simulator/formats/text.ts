import type { Element } from '../tree.js';

/**
 * Writes an answer as `out=text`: a line of `name=value` for each row of a list, or a line for each
 * value of a form.
 */
export function toText(root: Element): string {
  return root.children.flatMap(linesOf).join('\n') + '\n';
}

function linesOf(item: Element): string[] {
  switch (item.name) {
    case 'tparams':
      return [];
    case 'ok':
      return ['OK'];
    case 'error':
      return [errorLine(item)];
    case 'list':
    case 'slist':
      return item.children.map(pairs);
    default:
      return [pairs(item)];
  }
}

function errorLine({ attributes, children }: Element): string {
  const message = children.find(({ name }) => name === 'msg')?.text ?? '';
  return `ERROR ${attributes['type'] ?? ''}(${attributes['object'] ?? ''}): ${message}`;
}

/** Writes an element and all that it holds on one line; of a localized value, the raw one. */
function pairs(item: Element): string {
  const { orig, ...attributes } = item.attributes;
  const named = Object.entries(attributes).map(([name, value]) => `${name}=${value}`);
  const isLeaf = item.children.length === 0 && (item.text !== '' || named.length === 0);
  const own = isLeaf ? [`${item.name}=${(orig ?? item.text).replace(/\s+/g, ' ')}`] : [];
  return [...own, ...named, ...item.children.map(pairs)].join(' ');
}
