import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { playFleet } from '../../src/cli/commands/demo.js';
import { exampleFile } from '../../src/cli/shared/environment.js';
import { readFleet } from '../../src/cli/commands/fleet.js';
import type { LicenseServerConfig } from '../../src/config.js';

const LIMIT = { timeout: 120_000 };

type Rules = Pick<LicenseServerConfig, 'pool' | 'changeLimit'>;

const cases: readonly Rules[] = (['eager', 'lazy'] as const).flatMap((pool) =>
  (['monthAgo', 'calendarMonth', { days: 31 }] as const).map((changeLimit) => ({ pool, changeLimit })),
);

describe('the fleet of the demo', () => {
  for (const rules of cases) {
    it(`costs the same and fills the pool with ${JSON.stringify(rules)}`, LIMIT, async () => {
      const fleet = readFleet(exampleFile('fleet.yaml'));
      const licenseServers = fleet.config.licenseServers.map((server) => ({ ...server, ...rules }));
      const report = await playFleet(
        { ...fleet, config: { ...fleet.config, licenseServers } },
        () => undefined,
      );
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
    });
  }
});
