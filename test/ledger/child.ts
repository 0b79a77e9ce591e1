import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { LedgerPlace } from '../../src/ledger/open-ledger.js';
import { programOf } from '../support/typescript.js';

const PROGRAM = fileURLToPath(new URL('child-program.ts', import.meta.url));

/** What a child process does with a ledger that it opens itself. */
export type ChildJob =
  | {
      readonly kind: 'intendAtOnce';
      readonly prefix: string;
      readonly count: number;
      readonly payments: number;
    }
  | { readonly kind: 'payForever'; readonly prefix: string };

/**
 * Runs a job in another process, and gives each line that it prints; `kill` ends it with SIGKILL.
 */
export function startChild(place: LedgerPlace, job: ChildJob) {
  const { file, execArgv } = programOf(PROGRAM);
  const child = spawn(process.execPath, [...execArgv, file, JSON.stringify(place), JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  return {
    lines: createInterface(child.stdout),
    kill: () => child.kill('SIGKILL'),
    ended: ended as Promise<[code: number | null, signal: string | null]>,
  };
}
