import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { SIMULATED_CONFIG } from '../../src/cli/shared/environment.js';
import { readPriceLists } from '../../src/cli/commands/price-lists.js';
import { sampleConfig } from '../support/sample-config.js';
import { runHere, runPanelkeeper } from '../support/run-panelkeeper.js';

const LIMIT = { timeout: 60_000 };
const env = { PANELKEEPER_CONFIG: SIMULATED_CONFIG };
const asking = (period: string, ...flags: string[]) => [
  ...['quote', '--tariff', 'vps', '--panel', 'billmanager6', '--period', period],
  ...flags,
];

describe('panelkeeper quote', () => {
  it("shows the client's price, the costs by the month and by the year, and the margin", LIMIT, async (t) => {
    const { stdout, code } = await runHere(t, asking('3'), env);
    assert.equal(code, 0);
    assert.equal(
      stdout,
      `BILLmanager 6 Hosting&Cloud, tariff vps, 3 months at a time
Bought: 1 month of price list 55382 at licenses for 25.00 EUR; 3 months is not sold, and the shortest period is 1 month.

                   3 months   a month    a year
The client pays    89.00 EUR  29.67 EUR  356.00 EUR
The license costs  75.00 EUR  25.00 EUR  300.00 EUR
Margin             14.00 EUR  4.67 EUR   56.00 EUR

Sold by the license server  a month    a year
55382, 1 month              25.00 EUR  300.00 EUR
55384, 12 months            20.83 EUR  250.00 EUR
`,
    );
  });

  it('prints the same as JSON alone', LIMIT, async (t) => {
    const { stdout } = await runHere(t, asking('12', '--json'), env);
    const { kind, buys, margin } = JSON.parse(stdout) as Record<string, Record<string, unknown>>;
    assert.equal(kind, 'quote');
    assert.deepEqual([buys!['priceList'], buys!['reason']], ['55384', 'ExactMatch']);
    assert.deepEqual(margin!['year'], { amountMinor: 7000, currency: 'EUR' });
  });

  it('refuses by field what the tariff does not sell', LIMIT, async () => {
    const { stdout, stderr, code } = await runPanelkeeper(asking('6'), env);
    assert.deepEqual(
      [code, stdout, stderr],
      [2, '', 'servicePeriodMonths: tariff vps is not sold for 6 months at a time; sold: 1, 3, 12\n'],
    );
  });

  it('names the license server that cannot be asked', LIMIT, async () => {
    const [server] = sampleConfig().licenseServers;
    assert.ok(server);
    // Nobody listens there.
    const asked = readPriceLists({ ...server, url: 'http://127.0.0.1:1/billmgr' });
    await assert.rejects(asked, /^ConnectionError: license server licenses cannot be asked: no answer/);
  });
});
