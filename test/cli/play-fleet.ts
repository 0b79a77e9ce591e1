import assert from 'node:assert/strict';

import { playFleet } from '../../src/cli/commands/demo.js';
import { exampleFile } from '../../src/cli/shared/environment.js';
import { readFleet } from '../../src/cli/commands/fleet.js';
import type { LicenseServerConfig } from '../../src/config.js';

/** How the pool is kept, and how often an address may change. */
export type Rules = Pick<LicenseServerConfig, 'pool' | 'changeLimit'>;

/**
 * Plays the fleet by the rules of a license server: these change neither what is bought nor who
 * serves from the pool.
 */
export async function playsAlike(rules: Rules): Promise<void> {
  const fleet = readFleet(exampleFile('fleet.yaml'));
  const licenseServers = fleet.config.licenseServers.map((server) => ({ ...server, ...rules }));
  const report = await playFleet({ ...fleet, config: { ...fleet.config, licenseServers } }, () => undefined);
  const of = (id: string) => report.services.find(({ serviceId }) => serviceId === id);
  assert.deepEqual([of('101')?.priceList, of('101')?.orders, of('101')?.prolongs], ['55382', 1, 11]);
  assert.deepEqual([of('102')?.priceList, of('102')?.orders, of('102')?.prolongs], ['55384', 1, 0]);
  assert.deepEqual([of('103')?.priceList, of('103')?.orders, of('103')?.prolongs], ['55382', 1, 11]);
  assert.deepEqual([of('107')?.source, of('107')?.orders, of('107')?.prolongs], ['pool', 0, 0]);
  assert.deepEqual(
    report.pool.map(({ lastHolder }) => lastHolder),
    ['106'],
  );
  assert.deepEqual([report.ledger.onlyInLedger, report.ledger.onlyAtServer], [[], []]);
}
