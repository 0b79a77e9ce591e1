import { parseDocument, LineCounter, visit, type Document } from 'yaml';
import type { z } from 'zod';

/** A file that breaks a rule: every breach with its place, and nothing of the file's values. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** A field of a file, and the rule that it breaks. */
export interface Breach {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** One word for the rule, where it has one. */
  readonly kind?: string;
}

/** A YAML file as it was read, which can tell where a field stands. */
export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  /**
   * Finds the line of a field, or of the nearest thing around it where the field itself is missing.
   */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/**
 * Reads any YAML file by a schema; throws a FileError that names the file, each line, field and
 * broken rule.
 */
export function parseFile<T>(schema: z.ZodType<T>, yaml: string, file: string): T {
  const source = readYaml(yaml, file);
  const result = schema.safeParse(source.value);
  if (result.success) return result.data;
  throw breachesError(source, breachesIn(result.error));
}

/** Reads a YAML file; throws a FileError where it is none. */
export function readYaml(yaml: string, file: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const [syntax] = document.errors;
  const refuse = (offset: number, rule: string): never => {
    throw new FileError(`${file}:${lines.linePos(offset).line}: ${rule}`);
  };
  // Some messages end with a quotation from the file, which may be a secret.
  if (syntax) refuse(syntax.pos[0], syntax.message.replace(/(: | \\)[^]*/, ''));
  visit(document, {
    Alias: (_key, alias) => {
      if (!alias.resolve(document))
        refuse(alias.range?.[0] ?? 0, 'an alias without its anchor: a text that begins with * needs quotes');
    },
  });
  return { file, value: document.toJS(), lineOf: (path) => lineOf(document, lines, path) };
}

/** Lists what a value does not keep of a schema. */
export function breachesIn({ issues }: z.ZodError): Breach[] {
  return issues.map(({ path, message }) => ({ path, message }));
}

/** Says where each breach stands: file, line, field and rule. */
export function breachesError(source: YamlFile, breaches: readonly Breach[]): FileError {
  const { file, lineOf: line } = source;
  return new FileError(
    breaches.map(({ path, message }) => `${file}:${line(path)}: ${fieldOf(path)}: ${message}`).join('\n'),
  );
}

/** Writes a path as people read it: `tariffs.0.id`. */
export function fieldOf(path: readonly PropertyKey[]): string {
  return path.join('.') || 'the file';
}

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as
      { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
