import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { parseConfig, type Config } from '../../src/config.js';

/**
 * A provider as on the vendor's page: tariffs over OpenStack (VPS), licenses from a simulated
 * ISPsystem.
 */
export const VENDOR_YAML = `licenseServers:
  - name: ispsystem
    productType: ISPsystem Licenses
    kind: BILLmanager
    url: simulated
    username: provider
    password: { plain: secret }
    timeZone: UTC
    callsPerSecond: 1000
processingModules:
  - name: openstack
    kind: OpenStack (VPS)
    licenseServer: ispsystem
    periodAlignment:
      - { initialPeriodMonths: 6, replaceByMonths: 12 }
      - { initialPeriodMonths: 1, replaceByMonths: 12, alignWithTariff: { productType: VPS, tariff: in-parts } }
enumerations:
  - name: Server control panel
    values:
      - internalName: billmanager6
        priceLists:
          - { code: 55382, periodsMonths: [1] }
          - { code: 55384, periodsMonths: [12] }
      - internalName: 55227
      - internalName: 55230
        addons: [{ id: 55236, max: 4 }]
tariffs:
  - id: start
    productType: VPS
    processingModule: openstack
    periodsMonths: [1, 3, 6, 12]
    currency: EUR
    controlPanelLicense:
      valueType: Enumeration
      restrictions: { enumeration: Server control panel, panels: [billmanager6, "55227"] }
      prices:
        billmanager6: { 1: 30, 3: 88, 6: 170, 12: 330 }
        55227: { 1: 6.50, 3: 19, 6: 38, 12: 69 }
  - id: in-parts
    productType: VPS
    processingModule: openstack
    periodsMonths: [1]
    currency: EUR
    controlPanelLicense:
      prices:
        billmanager6: { 1: 29.90 }
        55227: { 1: 6.50 }
        55230: { 1: 20 }
`;

/** The provider's configuration with texts of it replaced, each of which must be there. */
export function vendorConfig(...changes: readonly (readonly [from: string, to: string])[]): Config {
  return parseConfig(vendorYaml(...changes), 'vendor.yaml');
}

export function vendorYaml(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((yaml, [from, to]) => {
    assert.ok(yaml.includes(from), from);
    return yaml.replace(from, to);
  }, VENDOR_YAML);
}

/** Reads an example that comes with panelkeeper. */
export function exampleConfig(file: string): Config {
  return parseConfig(readFileSync(new URL(`../../examples/${file}`, import.meta.url), 'utf8'), file);
}
