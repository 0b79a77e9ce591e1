import type { Element } from '../tree.js';

/** Writes an answer as `out=text`: a line of `name=value` for each row of a list, or a line for each value of a form. */
export function toText(root: Element): string {
  const lines = root.children.flatMap((child) => {
    if (child.name === 'tparams' || child.name === 'saved_filters') return [];
    if (child.name === 'ok') return ['OK'];
    if (child.name === 'error') return [errorLine(child)];
    if (child.children.length === 0) return [pair(child)];
    return [child.children.map(pair).join(' ')];
  });
  return lines.join('\n') + '\n';
}

function errorLine({ attributes, children }: Element): string {
  const message = children.find((child) => child.name === 'msg')?.text ?? '';
  return `ERROR ${attributes['type'] ?? ''}(${attributes['object'] ?? ''}): ${message}`;
}

function pair({ name, text, attributes, children }: Element): string {
  const inner = children.length === 0 ? (attributes['orig'] ?? text) : children.map(pair).join(' ');
  return `${name}=${inner.replace(/\s*[\r\n]+\s*/g, ' ')}`;
}
