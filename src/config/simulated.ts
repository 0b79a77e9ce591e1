import type { Config } from './schema.js';

/**
 * Stands in the place of a license server's address for the one that panelkeeper brings to be tried
 * with.
 */
export const SIMULATED = 'simulated';

/**
 * Puts the address of a running simulator in the place of every license server that is to be
 * simulated.
 */
export function withSimulator(config: Config, simulatorUrl: string): Config {
  const licenseServers = config.licenseServers.map((server) =>
    server.url === SIMULATED ? { ...server, url: simulatorUrl } : server,
  );
  return { ...config, licenseServers };
}

export function isSimulated(config: Config): boolean {
  return config.licenseServers.some(({ url }) => url === SIMULATED);
}
