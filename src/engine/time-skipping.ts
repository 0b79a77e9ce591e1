import { TestWorkflowEnvironment } from '@temporalio/testing';
import { EngineError, type EngineSettings } from './engine-settings.js';
import { findProgram } from './find-program.js';

/** Starts the server that skips time; the caller registers search attributes and ends it with `teardown()`. */
export async function startTimeSkipping(settings: EngineSettings): Promise<TestWorkflowEnvironment> {
  const { path, how } = await findProgram('temporal-test-server', settings);
  const start = () =>
    TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
  try {
    // Core waits five seconds for the port and no longer, which a loaded machine can miss: one more try.
    return await start().catch(start);
  } catch (error) {
    throw new EngineError(
      `${path} (${how}) does not start: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
