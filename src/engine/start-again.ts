import { EngineDeath } from './engine-settings.js';

/** Starts an engine, and once more when it dies at its start. */
export async function startAgainIfItDies<Engine>(start: () => Promise<Engine>): Promise<Engine> {
  try {
    return await start();
  } catch (error) {
    // It happens now and then: a port that was free is taken by somebody else in between, or it
    // panics. Ports are chosen anew by the next try.
    if (!(error instanceof EngineDeath)) throw error;
  }
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof EngineDeath)) throw error;
    throw new EngineDeath(`It has died twice at its start: ${error.message}`);
  }
}
