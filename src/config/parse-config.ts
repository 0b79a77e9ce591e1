import { mistakesIn, type Sections } from '../domain/catalogue/catalogue-mistakes.js';
import { breachesError, breachesIn, readYaml, type Breach, type YamlFile } from './parse-file.js';
import { configSchema, type Config } from './schema.js';

/** A configuration file as it was read: the configuration, or every rule that it breaks. */
export type ReadConfig = { readonly source: YamlFile } & (
  | { readonly config: Config; readonly breaches?: undefined }
  | { readonly config?: undefined; readonly breaches: readonly Breach[] }
);

/**
 * Reads a configuration from YAML; throws a FileError that names the file, each field and the rule
 * it breaks.
 */
export function parseConfig(yaml: string, file: string): Config {
  const { source, config, breaches } = inspectConfig(yaml, file);
  if (config) return config;
  throw breachesError(source, breaches);
}

/**
 * Reads a configuration and tells every rule that it breaks; throws a FileError where it is no
 * YAML.
 */
export function inspectConfig(yaml: string, file: string): ReadConfig {
  const source = readYaml(yaml, file);
  const { success, data, error } = configSchema.safeParse(source.value);
  const breaches = [
    ...(success ? [] : breachesIn(error)),
    ...mistakesIn(success ? data : readableSections(source.value)),
  ];
  return success && breaches.length === 0 ? { source, config: data } : { source, breaches };
}

/**
 * Reads each section by itself, so that one that is spoiled hides nothing that the others say of
 * each other.
 */
function readableSections(value: unknown): Sections {
  const sections = Object.entries(configSchema.shape).flatMap(([name, schema]) => {
    const { success, data } = schema.safeParse((value as Record<string, unknown> | null)?.[name]);
    return success ? [[name, data] as const] : [];
  });
  return Object.fromEntries(sections);
}
