/** The vendor's page, "Connecting the license server": each sentence is a test. */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { parseConfig } from '../../../src/config.js';
import { startSimulator } from '../../../src/simulator/simulator.js';
import { unsellableAt } from '../../../src/domain/terms/unsellable.js';
import { connectLicenseServer } from '../../../src/worker.js';
import { exampleConfig, vendorConfig, vendorYaml } from '../../support/vendor-config.js';

const LIMIT = { timeout: 30_000 };
const refusedWith = (pattern: RegExp, ...changes: (readonly [string, string])[]) =>
  assert.throws(() => parseConfig(vendorYaml(...changes), 'vendor.yaml'), pattern);

/** Connects as the configuration says to a simulator with one account. */
async function connected(t: TestContext, secrets: Record<string, string> = {}, priceLists?: string[]) {
  const balance = { amountMinor: 100_000, currency: 'EUR' };
  const accounts = [{ username: 'provider', password: 'secret', balance, priceLists }];
  const simulator = await startSimulator({ accounts });
  const [server] = vendorConfig(['plain: secret', 'env: LICENSES']).licenseServers;
  const license = connectLicenseServer(
    { ...server!, url: simulator.url },
    { readSecret: (secret) => ('env' in secret ? (secrets[secret.env] ?? 'secret') : '') },
  );
  t.after(async () => {
    await license.close();
    await simulator.close();
  });
  return license;
}

describe('Connecting the license server', () => {
  it(
    'To order ISPsystem licenses, the BILLmanager processing module (license server) is connected',
    LIMIT,
    async (t) => {
      const { username, balance } = await (await connected(t)).readAccount();
      assert.deepEqual([username, balance], ['provider', { amountMinor: 100_000, currency: 'EUR' }]);
    },
  );

  it('Step 1: the product type is "ISPsystem Licenses"', LIMIT, () => {
    assert.equal(vendorConfig().licenseServers[0]?.productType, 'ISPsystem Licenses');
    refusedWith(/^FileError: vendor\.yaml:3: licenseServers\.0\.productType: must be "ISPsystem Licenses"$/, [
      'ISPsystem Licenses',
      'Domains',
    ]);
  });

  it('Step 2: BILLmanager is specified as the processing module', LIMIT, () => {
    assert.equal(vendorConfig().licenseServers[0]?.kind, 'BILLmanager');
    refusedWith(/^FileError: vendor\.yaml:4: licenseServers\.0\.kind: must be "BILLmanager"$/, [
      'kind: BILLmanager',
      'kind: WHMCS',
    ]);
  });

  it('Step 3: the information required for the integration with BILLmanager is entered', LIMIT, () => {
    for (const field of [
      '    url: simulated\n',
      '    username: provider\n',
      '    password: { plain: secret }\n',
    ]) {
      const name = field.trim().split(':')[0]!;
      refusedWith(new RegExp(`^FileError: vendor\\.yaml:2: licenseServers\\.0\\.${name}: `), [field, '']);
    }
  });

  it('The URL of ISPsystem is https://api.ispsystem.com/manager/billmgr', LIMIT, () => {
    const [server] = exampleConfig('ispsystem.yaml').licenseServers;
    assert.equal(server?.url, 'https://api.ispsystem.com/manager/billmgr');
  });

  it('The license tariffs must be available to the user for ordering', LIMIT, async (t) => {
    const sold = await (await connected(t, {}, ['55382', '55227', '55230'])).listPriceLists();
    assert.deepEqual(
      unsellableAt(vendorConfig(), 'ispsystem', sold).map(({ kind, path }) => [kind, path.join('.')]),
      [['NotAvailable', 'enumerations.0.values.0.priceLists.1']],
    );
  });

  it(
    "The user's password is kept in the environment or in a file, and can be rotated while panelkeeper runs",
    LIMIT,
    async (t) => {
      const secrets = { LICENSES: 'wrong' };
      const server = await connected(t, secrets);
      await assert.rejects(server.readAccount(), /Invalid username or password/);
      secrets.LICENSES = 'secret';
      assert.equal((await server.readAccount()).username, 'provider');
    },
  );

  it('Step 4: the internal parameters of the processing module are configured', LIMIT, () => {
    const parameters = [
      'changeLimit: { days: 31 }',
      'pool: lazy',
      'poolAcrossPeriods: true',
      'swapAtRenewal: { atLeastDays: 30 }',
      'renewal: { leadMinDays: 5 }',
      'answerSeconds: 30',
      'spendingLimits: { perDay: { payments: 5 } }',
    ].join('\n    ');
    const [server] = vendorConfig(['timeZone: UTC', `timeZone: UTC\n    ${parameters}`]).licenseServers;
    assert.deepEqual(server?.changeLimit, { days: 31 });
    assert.deepEqual([server.pool, server.poolAcrossPeriods], ['lazy', true]);
    assert.deepEqual([server.swapAtRenewal, server.renewal], [{ atLeastDays: 30 }, { leadMinDays: 5 }]);
    assert.deepEqual([server.answerSeconds, server.spendingLimits.perDay.payments], [30, 5]);
  });

  it(
    'The created processing module is specified as the license server for the OpenStack (VPS) processing module',
    LIMIT,
    () => {
      assert.equal(vendorConfig().processingModules[0]?.licenseServer, 'ispsystem');
      refusedWith(
        /^FileError: vendor\.yaml:13: processingModules\.0\.licenseServer: must be one of: ispsystem$/,
        ['licenseServer: ispsystem', 'licenseServer: other'],
      );
      refusedWith(
        /^FileError: vendor\.yaml:11: processingModules\.0\.licenseServer: must name a license server$/,
        ['    licenseServer: ispsystem\n', ''],
      );
    },
  );
});
