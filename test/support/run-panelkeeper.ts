import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import { program } from '../../src/cli/program.js';
import { programOf } from './typescript.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command of panelkeeper in a process of its own, with variables over those of the tests.
 */
export async function runPanelkeeper(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  const { file, execArgv } = programOf(fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url)));
  const child = spawn(process.execPath, [...execArgv, file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  return { code, stdout, stderr };
}

/** Read by a function, as the compiler does not see that a command sets it. */
const exitCodeNow = () => Number(process.exitCode ?? 0);

/**
 * Runs a command in this process, which costs no start of another: for one that reports no error,
 * as `main.ts` does that. Not for two at once, as all print to one console.
 */
export async function runHere(
  t: TestContext,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Omit<Ran, 'stderr'>> {
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
  const log = t.mock.method(console, 'log', () => undefined);
  Object.assign(process.env, env);
  const { exitCode } = process;
  process.exitCode = undefined;
  try {
    await program().parseAsync([...args], { from: 'user' });
    const lines = log.mock.calls.map((call) => `${String((call.arguments as unknown[])[0])}\n`);
    return { code: exitCodeNow(), stdout: lines.join('') };
  } finally {
    log.mock.restore();
    process.exitCode = exitCode;
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  }
}
