/**
 * The configuration as a schema: pure, names the field and the rule broken, and never prints a
 * secret.
 */
export { inspectConfig, parseConfig } from './config/parse-config.js';
export { FileError, fieldOf, parseFile, type Breach } from './config/parse-file.js';
export { configJsonSchema, type Config, type LicenseServerConfig } from './config/schema.js';
export type { Secret } from './config/secret.js';
export { isSimulated, SIMULATED, withSimulator } from './config/simulated.js';
