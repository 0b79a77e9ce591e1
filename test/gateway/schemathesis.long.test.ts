/** schemathesis tries everything that the document of the API allows, and what it does not. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { temporaryFolder } from '../engine/temporary-folder.js';
import { TOKEN } from '../support/served-gateway.js';
import { programOf } from '../support/typescript.js';

const run = promisify(execFile);
const VERSION = '4.32.5';

/** Installs the program into a folder of its own; says why where that cannot be done. */
async function installed(t: TestContext): Promise<{ program: string } | { missing: string }> {
  const folder = temporaryFolder(t);
  const bin = join(folder, 'bin');
  try {
    await run('python3', ['-m', 'venv', folder]);
    await run(join(bin, 'pip'), ['install', '--quiet', `schemathesis==${VERSION}`]);
    return { program: join(bin, 'st') };
  } catch (error) {
    return { missing: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

async function served(t: TestContext): Promise<string> {
  const { file, execArgv } = programOf(fileURLToPath(new URL('serve-fakes.ts', import.meta.url)));
  const child = spawn(process.execPath, [...execArgv, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill());
  const [url] = (await once(child.stdout, 'data')) as [Buffer];
  return url.toString().trim();
}

describe('the HTTP API, tried by schemathesis', () => {
  it('gives no 500 and no answer outside its document', { timeout: 600_000 }, async (t) => {
    const found = await installed(t);
    if ('missing' in found) {
      t.skip(`schemathesis cannot be installed: ${found.missing}`);
      return;
    }
    const url = await served(t);
    const { stdout } = await run(
      found.program,
      [
        ...['run', `${url}/openapi.json`, '-H', `Authorization: Bearer ${TOKEN}`],
        ...['--phases', 'examples,coverage,fuzzing,stateful', '--checks', 'all', '-n', '10'],
        ...['--generation-deterministic', '--warnings', 'off', '--no-color'],
      ],
      { maxBuffer: 1 << 26, cwd: temporaryFolder(t) },
    ).catch((error: unknown) => error as { stdout: string });
    assert.match(stdout, /No issues found/, stdout.slice(-4000));
  });
});
