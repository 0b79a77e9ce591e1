import { execFile } from 'node:child_process';
import { createWriteStream, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { whyNotExecutable } from './executable.js';
import type { Program } from './engine-settings.js';
import { placeExecutable } from './place-executable.js';

const ORIGIN = 'https://temporal.download';
const ANSWER_TIMEOUT_MS = 3000;
const SILENCE_TIMEOUT_MS = 10_000;
const ARTIFACTS: Record<Program, string> = {
  temporal: 'cli',
  'temporal-test-server': 'temporal-test-server',
};

const sdk = createRequire(import.meta.url)('@temporalio/testing/package.json') as { version: string };
const downloadInfo = z.object({ archiveUrl: z.url(), fileToExtract: z.string().min(1) });

/**
 * Names the place where the SDK's Core keeps its download of a program (`ephemeral_server/mod.rs`
 * in sdk-core).
 */
export function sdkDownloadPath(program: Program): string {
  const extension = process.platform === 'win32' ? '.exe' : '';
  return join(tmpdir(), `${program}-sdk-typescript-${sdk.version}${extension}`);
}

/**
 * Finds the program that the SDK downloaded earlier; throws the reason when there is none to trust.
 */
export function earlierSdkDownload(program: Program): string {
  const path = sdkDownloadPath(program);
  const obstacle = whyNotExecutable(path);
  if (obstacle) throw new Error(obstacle);
  // The folder for temporary files is open to every user of the machine: another's file is not run.
  const owner = statSync(path).uid;
  if (process.getuid && owner !== process.getuid() && owner !== 0)
    throw new Error(`${path} belongs to another user`);
  return path;
}

/**
 * Downloads a program from where the SDK does, to where the SDK looks, and answers with its path.
 * It is not left to the SDK itself: that has no time limit, and starts the native runtime before
 * the worker can set its logger.
 */
export async function downloadLikeSdk(program: Program, origin = ORIGIN): Promise<string> {
  const dispatcher = new Agent({
    connect: { timeout: ANSWER_TIMEOUT_MS },
    headersTimeout: SILENCE_TIMEOUT_MS,
    bodyTimeout: SILENCE_TIMEOUT_MS,
  });
  try {
    const query = new URLSearchParams({
      arch: process.arch === 'x64' ? 'amd64' : process.arch,
      platform: process.platform === 'win32' ? 'windows' : process.platform,
      format: 'tar.gz',
      'sdk-name': 'sdk-typescript',
      'sdk-version': sdk.version,
    });
    const answer = await fetch(`${origin}/${ARTIFACTS[program]}/default?${query.toString()}`, {
      dispatcher,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`${origin} answered ${answer.status}`);
    const info = downloadInfo.parse(await answer.json());
    return await placeExecutable(sdkDownloadPath(program), async (folder) => {
      const archive = join(folder, 'archive.tar.gz');
      const body = await fetch(info.archiveUrl, { dispatcher });
      if (!body.ok || !body.body) throw new Error(`${info.archiveUrl} answered ${body.status}`);
      await pipeline(body.body, createWriteStream(archive));
      await promisify(execFile)('tar', ['-xzf', archive, '-C', folder, info.fileToExtract]);
      return join(folder, info.fileToExtract);
    });
  } finally {
    await dispatcher.destroy();
  }
}
