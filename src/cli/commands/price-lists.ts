import { SIMULATED, type LicenseServerConfig } from '../../config.js';
import type { Sold } from '../../domain/terms/check.js';
import type { PricedList } from '../../domain/base/price.js';
import { startSimulator } from '../../simulator/simulator.js';
import { connectLicenseServer } from '../../worker.js';
import { ConnectionError } from '../shared/connection.js';
import { readSecret } from '../shared/environment.js';

/**
 * Reads what a license server sells; one that is to be simulated is started for the question.
 * Throws a ConnectionError for one that cannot be asked.
 */
export async function readPriceLists(server: LicenseServerConfig): Promise<readonly (Sold & PricedList)[]> {
  const simulator = server.url === SIMULATED ? await startSimulator() : undefined;
  const connected = connectLicenseServer({ ...server, url: simulator?.url ?? server.url }, { readSecret });
  try {
    return await connected.listPriceLists();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConnectionError(`license server ${server.name} cannot be asked: ${reason}`);
  } finally {
    await connected.close();
    await simulator?.close();
  }
}
