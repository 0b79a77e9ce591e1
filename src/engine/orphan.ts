import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const ENDS_WITHIN_MS = 10_000;

/**
 * Ends a dev server that still has this SQLite file, as whoever started it was killed; gives its
 * process id where there was one. Found where the system shows its processes under `/proc`.
 */
export async function endOrphan(dbFilename: string): Promise<number | undefined> {
  const pid = processesOf(dbFilename)[0];
  if (pid === undefined) return undefined;
  process.kill(pid, 'SIGTERM');
  const endMs = Date.now() + ENDS_WITHIN_MS;
  while (existsSync(`/proc/${pid}`) && Date.now() < endMs) await delay(50);
  if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
  return pid;
}

function processesOf(dbFilename: string): number[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const args = read(`/proc/${pid}/cmdline`).split('\0');
      const file = args[args.indexOf('--db-filename') + 1];
      if (!args.includes('start-dev') || file === undefined) return false;
      // As it was named from the folder in which that process was started.
      return resolve(folderOf(pid), file) === resolve(dbFilename);
    });
}

function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '/';
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has ended meanwhile, or is somebody else's.
    return '';
  }
}
