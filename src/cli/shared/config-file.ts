import { statSync } from 'node:fs';

import { FileError, type Config } from '../../config.js';
import { configFile } from './environment.js';

/**
 * Keeps a configuration in force that follows its file: each question looks whether the file has
 * changed. One that breaks a rule is told about once, and what was in force before stays.
 */
export function followedConfig(read: () => Config, complain: (message: string) => void): () => Config {
  const path = configFile();
  let config = read();
  let changedAt = changeOf(path);
  return () => {
    const change = changeOf(path);
    if (change !== changedAt) {
      changedAt = change;
      try {
        config = read();
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        complain(`the configuration before stays in force:\n${error.message}`);
      }
    }
    return config;
  };
}

function changeOf(path: string): string {
  const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
  return `${mtimeMs} ${size}`;
}
