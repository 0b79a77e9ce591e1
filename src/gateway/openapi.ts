/** What the document of the API needs beside what is made of the schemas. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
interface Document {
  readonly paths?: unknown;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** What the library puts behind the name of a schema that is taken. */
const TAKEN = 'Input';

/**
 * Leaves out the schemas that no path uses, as each is made once for what is taken and once for
 * what is given; and lets answers grow, so that a member more breaks no generated client.
 */
export function pruned<T extends object>(document: T): T {
  const { paths, components } = document as Document;
  const schemas = components?.schemas ?? {};
  const used = new Set<string>();
  const visit = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value ?? null).matchAll(REFERENCE)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(schemas[name]);
    }
  };
  visit(paths);
  const kept = Object.entries(schemas)
    .filter(([name]) => used.has(name))
    .map(([name, schema]): [string, unknown] => [
      used.has(plain(name)) ? name : plain(name),
      name.endsWith(TAKEN) ? schema : open(schema as Json),
    ]);
  const whole = { ...document, components: { ...components, schemas: Object.fromEntries(kept) } };
  return JSON.parse(
    JSON.stringify(whole).replace(REFERENCE, (reference, name: string) =>
      used.has(plain(name)) ? reference : `"${PLACE}${plain(name)}"`,
    ),
  ) as T;
}

const PLACE = '#/components/schemas/';
const REFERENCE = /"#\/components\/schemas\/([^"]+)"/g;

function plain(name: string): string {
  return name.endsWith(TAKEN) ? name.slice(0, -TAKEN.length) : name;
}

function open(value: Json): Json {
  if (Array.isArray(value)) return value.map((each: Json) => open(each));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => !(key === 'additionalProperties' && each === false))
      .map(([key, each]): [string, Json] => [key, open(each)]),
  );
}
