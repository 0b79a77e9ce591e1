import { parseConfig, type Config } from '../../src/config.js';

/**
 * One simulated license server with two panels, as the default catalogue of the simulator sells
 * them.
 */
export const SAMPLE_YAML = `
licenseServers:
  - { name: licenses, url: simulated, username: provider, password: { plain: secret }, timeZone: UTC, callsPerSecond: 1000, pool: eager }
processingModules:
  - { name: openstack, licenseServer: licenses }
enumerations:
  - name: Server control panel
    values:
      - internalName: billmanager6
        priceLists:
          - { code: 55382, periodsMonths: [1] }
          - { code: 55384, periodsMonths: [12] }
      - internalName: "55227"
renewal:
  whileSuspended: prolong
`;

export function sampleConfig(whileSuspended: 'prolong' | 'lapse' = 'prolong'): Config {
  return parseConfig(
    SAMPLE_YAML.replace('whileSuspended: prolong', `whileSuspended: ${whileSuspended}`),
    'sample.yaml',
  );
}
