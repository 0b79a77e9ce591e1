import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Says why a file cannot be run, or undefined when it can. */
export function whyNotExecutable(path: string): string | undefined {
  const file = statSync(path, { throwIfNoEntry: false });
  if (!file) return `${path} does not exist`;
  if (!file.isFile()) return `${path} is not a file`;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return `${path} is not executable`;
  }
  return undefined;
}

/** Gives a program the name that its file has on this system. */
export function fileNameOf(program: string): string {
  return process.platform === 'win32' ? `${program}.exe` : program;
}

/** Finds a program in the folders of a search path, or gives undefined. */
export function findOnPath(program: string, path: string | undefined): string | undefined {
  return (path ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, fileNameOf(program)))
    .find((candidate) => whyNotExecutable(candidate) === undefined);
}
