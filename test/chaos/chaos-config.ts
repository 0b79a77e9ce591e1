import { parseConfig, type Config } from '../../src/config.js';

/** Two panels, sold by the month and by the year, at one license server with the simulator's own limit of changes. */
const YAML = `
licenseServers:
  - name: licenses
    url: simulated
    username: provider
    password: { plain: secret }
    timeZone: UTC
    changeLimit: calendarMonth
    callsPerSecond: 1000
    keyWaitSeconds: 1
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
`;

export const LICENSE_SERVER = 'licenses';
export const ACCOUNT = 'provider';

export function chaosConfig(): Config {
  return parseConfig(YAML, 'chaos.yaml');
}
