import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { programOf } from '../support/typescript.js';

/** A program of Node that can be killed at any instant. */
export interface MortalProcess {
  /** Whether it has not ended, by us or by itself. */
  readonly lives: () => boolean;
  /** Ends it by SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a TypeScript program whose output goes to a log file; it dies with this process. */
export function startProgram(program: string, args: readonly string[], logFile: string): MortalProcess {
  const log = openSync(logFile, 'a');
  const { file, execArgv } = programOf(program);
  const child = spawn(process.execPath, [...execArgv, file, ...args], {
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = once(child, 'exit');
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  void ended.then(() => process.off('exit', end));
  return {
    lives: () => child.exitCode === null && child.signalCode === null,
    kill: async () => {
      end();
      await ended;
    },
  };
}
