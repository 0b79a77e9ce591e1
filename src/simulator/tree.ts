/**
 * One element of an answer. Every output format is written from a tree of these, so that the
 * formats cannot drift apart.
 */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
}

type Content = string | number | readonly Element[];

/** Builds an element that holds a text or other elements. */
export function element(
  name: string,
  content: Content = '',
  attributes: Record<string, string> = {},
): Element {
  return typeof content === 'object'
    ? { name, attributes, text: '', children: content }
    : { name, attributes, text: String(content), children: [] };
}

/** Builds one element for each field of a record, in its order. */
export function elements(fields: Readonly<Record<string, string | number>>): Element[] {
  return Object.entries(fields).map(([name, value]) => element(name, value));
}

/** Builds a select list of a form. */
export function selectList(
  name: string,
  values: readonly (readonly [key: string, title: string])[],
): Element {
  return element(
    'slist',
    values.map(([key, title]) => element('val', title, { key })),
    { name },
  );
}

/** Builds a named table of a form or of an order step. */
export function namedList(name: string, rows: readonly Element[]): Element {
  return element('list', rows, { name });
}
