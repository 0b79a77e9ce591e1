import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { EngineDeath, EngineError } from './engine-settings.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const STOP_GRACE_MS = 10_000;
const LAST_LINES = 15;

/** A running program of the engine. */
export interface EngineProcess {
  readonly pid: number;
  /**
   * Resolves with the reason, the last log lines included, if the program ends without `stop()`;
   * otherwise stays open.
   */
  readonly died: Promise<EngineDeath>;
  /**
   * Ends the program: SIGINT, and SIGKILL when it has not ended after ten seconds. Repeating it is
   * harmless.
   */
  stop(): Promise<void>;
}

/**
 * Spawns a program that writes to a log file and does not outlive this process, unless this one is
 * SIGKILLed.
 */
export async function spawnEngine(program: string, args: string[], logFile: string): Promise<EngineProcess> {
  const log = openSync(logFile, 'a');
  const logStart = statSync(logFile).size;
  // Listened for before there is a child: a signal in between would end this process and leave the
  // child.
  let started: ChildProcess | undefined;
  const forget = endWithThisProcess(() => started?.kill('SIGKILL'));
  // Its own process group: Ctrl-C must reach the worker first, which still needs the engine to
  // finish its tasks.
  const child = (started = spawn(program, args, { detached: true, stdio: ['ignore', log, log] }));
  closeSync(log);
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  try {
    await once(child, 'spawn');
  } catch (error) {
    forget();
    throw new EngineError(`${program} cannot be run: ${(error as Error).message}`);
  }

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    const patience = setTimeout(() => child.kill('SIGKILL'), STOP_GRACE_MS);
    await exited;
    clearTimeout(patience);
  };
  const died = new Promise<EngineDeath>((resolve) => {
    void exited.then(({ code, signal }) => {
      forget();
      if (stopping) return;
      const lines = readFileSync(logFile).subarray(logStart).toString().trim().split('\n').slice(-LAST_LINES);
      const cause = signal ? `was ended by ${signal}` : `ended with exit code ${String(code)}`;
      resolve(new EngineDeath(`${program} ${cause}. Its last lines, from ${logFile}:\n${lines.join('\n')}`));
    });
  });
  return { pid: child.pid as number, died, stop: () => (stopping ??= stop()) };
}

const endings = new Set<() => void>();

/**
 * Calls `end` when this process ends, also by a signal that nobody else listens for; answers with
 * how to take that back.
 */
function endWithThisProcess(end: () => void): () => void {
  if (endings.size === 0) {
    process.on('exit', endAll);
    for (const signal of SIGNALS) process.on(signal, endBySignal);
  }
  endings.add(end);
  return () => {
    endings.delete(end);
    if (endings.size === 0) stopListening();
  };
}

function endAll(): void {
  for (const end of endings) end();
}

function endBySignal(signal: NodeJS.Signals): void {
  // Who else listens decides when to end, and comes by `exit` then.
  if (process.listenerCount(signal) > 1) return;
  endAll();
  stopListening();
  process.kill(process.pid, signal);
}

function stopListening(): void {
  process.off('exit', endAll);
  for (const signal of SIGNALS) process.off(signal, endBySignal);
}
