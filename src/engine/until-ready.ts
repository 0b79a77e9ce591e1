import { setTimeout as delay } from 'node:timers/promises';
import type { EngineProcess } from './engine-process.js';
import { EngineError } from './engine-settings.js';

const START_TIMEOUT_MS = 60_000;
const BETWEEN_TRIES_MS = 50;

/** Gives what an engine answers at last, or stops it and throws why it does not within a minute. */
export async function untilReady<Answer>(
  engine: EngineProcess,
  { name, ask }: { readonly name: string; readonly ask: () => Promise<Answer> },
): Promise<Answer> {
  const abort = new AbortController();
  try {
    return await Promise.race([
      untilItAnswers(name, ask, abort.signal),
      engine.died.then((error) => Promise.reject(error)),
    ]);
  } catch (error) {
    await engine.stop();
    throw error;
  } finally {
    abort.abort();
  }
}

async function untilItAnswers<Answer>(
  name: string,
  ask: () => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || Date.now() > deadline) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new EngineError(`${name} does not answer after ${START_TIMEOUT_MS / 1000} s: ${reason}`);
      }
      await delay(BETWEEN_TRIES_MS);
    }
  }
}
