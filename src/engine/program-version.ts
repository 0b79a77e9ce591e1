import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { EngineError, type EngineSettings, type Program } from './engine-settings.js';
import { cachedProgramPath, pinnedWheel } from './pinned-wheel.js';

/**
 * Asks a program for its version; throws an EngineError when it does not run, and answers undefined
 * when it cannot be known.
 */
export async function programVersion(
  program: Program,
  path: string,
  settings: EngineSettings,
): Promise<string | undefined> {
  if (program === 'temporal') {
    try {
      const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 10_000 });
      return stdout.trim().replace(/^temporal version /, '');
    } catch (error) {
      throw new EngineError(`${path} does not run: ${(error as Error).message.trim()}`);
    }
  }
  // This one has no such flag: only the wheel that it came in tells.
  return path === cachedProgramPath(program, settings.cacheFolder) ? pinnedWheel(program).version : undefined;
}
