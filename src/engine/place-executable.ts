import { chmod, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const TEMPORARY = 'fetching-';
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/**
 * Places a program at `destination` in one step: `make` writes it somewhere in the given temporary
 * folder and answers with its path. Whoever looks finds a whole program or none, also when two
 * processes do this at once or one is killed.
 */
export async function placeExecutable(
  destination: string,
  make: (temporaryFolder: string) => Promise<string>,
): Promise<string> {
  const folder = dirname(destination);
  await mkdir(folder, { recursive: true });
  await removeAbandoned(folder);
  // Beside the destination, as a rename is one step only within a file system.
  const temporaryFolder = await mkdtemp(join(folder, TEMPORARY));
  try {
    const made = await make(temporaryFolder);
    await chmod(made, 0o755);
    await flush(made);
    await rename(made, destination);
    return destination;
  } finally {
    await rm(temporaryFolder, { recursive: true, force: true });
  }
}

/**
 * Writes the file through to the disk, so that a power cut does not leave an empty program under
 * the final name.
 */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Removes what a killed process left behind: a hundred megabytes each time. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(TEMPORARY)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined); // Another process may have removed it just now.
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS)
      await rm(path, { recursive: true, force: true });
  }
}
