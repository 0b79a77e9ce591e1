import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { FileError } from '../../config.js';

/**
 * Keeps a second `panelkeeper start` off a data folder; gives what unlocks it. A lock whose process
 * is gone counts for nothing. Throws a FileError where one runs.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'start.pid');
  const holder = holderOf(file);
  if (holder !== undefined)
    throw new FileError(
      `${folder}: panelkeeper start runs on this data folder already (process ${holder}); PANELKEEPER_DATA names another one`,
    );
  writeFileSync(file, `${process.pid}\n`);
  return () => rmSync(file, { force: true });
}

function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid === process.pid) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // Somebody else's process is one too.
    return (error as { code?: string }).code === 'EPERM' ? Number(readFileSync(file, 'utf8')) : undefined;
  }
}
