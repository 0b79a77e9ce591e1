/** The one place where the environment is read. Each variable is named here, with what it sets. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { FileError, parseConfig, withSimulator, type Config, type Secret } from '../../config.js';
import type { EngineSettings } from '../../engine/engine-settings.js';

export const ENVIRONMENT_VARIABLES = {
  PANELKEEPER_CONFIG: 'path of the configuration file; panelkeeper.yaml unless set',
  PANELKEEPER_DATA: 'folder of what must outlive a restart; ./data unless set',
  PANELKEEPER_CACHE:
    "folder where Temporal's programs are kept once fetched; a folder in the user's cache unless set",
  PANELKEEPER_TEMPORAL_CLI: "path of Temporal's program `temporal`",
  PANELKEEPER_TEMPORAL_TEST_SERVER: "path of Temporal's program `temporal-test-server`",
  PANELKEEPER_SIMULATOR_PORT:
    'port of the license server that `panelkeeper start` simulates; 1500 unless set',
  PANELKEEPER_SIMULATOR_CONTROL_PORT:
    'port of its control API, for `panelkeeper start` and `panelkeeper simulate control`; the next one unless set',
  PANELKEEPER_SIMULATOR_USERNAME: 'the account at the simulated license server of `panelkeeper simulate`',
  PANELKEEPER_SIMULATOR_PASSWORD: 'its password',
  TEMPORAL_ADDRESS: 'host and port of a Temporal Service; an embedded one is started where it is not set',
  TEMPORAL_NAMESPACE: 'namespace; `default` unless set',
  TEMPORAL_API_KEY:
    'API key of the Temporal Service; it and all other variables of Temporal are read as by `temporal`',
} as const;

type Variable = keyof typeof ENVIRONMENT_VARIABLES;

export function variable(name: Variable): string | undefined {
  return process.env[name] === '' ? undefined : process.env[name];
}

export function engineSettings(): EngineSettings {
  return {
    explicit: {
      temporal: variable('PANELKEEPER_TEMPORAL_CLI'),
      testServer: variable('PANELKEEPER_TEMPORAL_TEST_SERVER'),
    },
    path: process.env['PATH'],
    cacheFolder:
      variable('PANELKEEPER_CACHE') ??
      join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'panelkeeper'),
  };
}

export function configPath(): string {
  return variable('PANELKEEPER_CONFIG') ?? 'panelkeeper.yaml';
}

/** The configuration to try panelkeeper with: its license server is simulated. */
export const SIMULATED_CONFIG = exampleFile('simulated.yaml');

/**
 * Names a file of the examples that come with the package, from the sources and from the build
 * alike.
 */
export function exampleFile(name: string): string {
  return fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
}

export function dataFolder(): string {
  return variable('PANELKEEPER_DATA') ?? 'data';
}

/**
 * Reads the configuration in force: the file, or where there is none the one to try panelkeeper
 * with. A license server that is to be simulated gets the address at which `panelkeeper start`
 * simulates it.
 */
export function currentConfig(): Config {
  return withSimulator(writtenConfig(), simulatorUrl());
}

/** Reads the same as it is written: what is to be simulated has no address. */
export function writtenConfig(): Config {
  sayWhichConfig();
  return readConfig(configFile());
}

/**
 * Names the configuration file in force: the one to try panelkeeper with, where none is named and
 * none is there.
 */
export function configFile(): string {
  return variable('PANELKEEPER_CONFIG') ?? (existsSync(configPath()) ? configPath() : SIMULATED_CONFIG);
}

let isSaid = false;

/** Says once when it is not a file that somebody has named or written. */
function sayWhichConfig(): void {
  if (isSaid || configFile() !== SIMULATED_CONFIG || variable('PANELKEEPER_CONFIG') !== undefined) return;
  isSaid = true;
  console.error(
    `configuration: the example to try panelkeeper with, as there is no ${configPath()} here; PANELKEEPER_CONFIG names another one`,
  );
}

/**
 * The port at which `panelkeeper start` simulates a license server, so that other commands find it.
 */
export function simulatorPort(): number {
  return portOf('PANELKEEPER_SIMULATOR_PORT', 1500);
}

export function simulatorControlPort(): number {
  return portOf('PANELKEEPER_SIMULATOR_CONTROL_PORT', simulatorPort() + 1);
}

function portOf(name: Variable, otherwise: number): number {
  const port = Number(variable(name) ?? otherwise);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new FileError(`${name}: must be a port number`);
}

export function simulatorUrl(): string {
  return `http://127.0.0.1:${simulatorPort()}/billmgr`;
}

/** Reads the configuration file; throws a FileError that says what is wrong with it. */
export function readConfig(path = configPath()): Config {
  return parseConfig(readTextFile(path), path);
}

export function readTextFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new FileError(`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Reads a secret where the configuration says that it is kept; an error names the place, never the
 * secret.
 */
export function readSecret(secret: Secret): string {
  if ('plain' in secret) return secret.plain;
  if ('file' in secret) return readTextFile(secret.file).trimEnd();
  const value = process.env[secret.env];
  if (value === undefined || value === '')
    throw new FileError(`the environment variable ${secret.env} is not set`);
  return value;
}
