import type { Element } from '../tree.js';

/** Writes an answer as XML, the format of `out=xml`. */
export function toXml(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(root)}\n`;
}

function write({ name, attributes, text, children }: Element): string {
  const head = Object.entries(attributes).reduce(
    (sum, [key, value]) => `${sum} ${key}="${escape(value)}"`,
    name,
  );
  const inner = escape(text) + children.map(write).join('');
  return inner === '' ? `<${head}/>` : `<${head}>${inner}</${name}>`;
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

function escape(text: string): string {
  return text.replace(forbidden, '\ufffd').replace(/[&<>"\r]/g, (sign) => escapes[sign] ?? sign);
}

// XML 1.0 has no way to write these at all, not even as a reference.
// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
