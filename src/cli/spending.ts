import { userInfo } from 'node:os';

import { Command } from 'commander';

import { FileError } from '../config.js';
import type { LimitUse } from '../ledger/limits.js';
import { withConnection } from './connection.js';
import { currentConfig } from './environment.js';
import { configuredLedger } from './ledger-place.js';
import { table } from './table.js';

interface ReleaseFlags {
  readonly licenseServer: string;
  readonly service?: string;
  readonly reason: string;
}

/** Builds `panelkeeper spending`: shows what is spent of each limit, and lets payments go on after one was reached. */
export function spendingCommand(): Command {
  return new Command('spending')
    .description('show what is spent of each limit')
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const config = currentConfig();
      const ledger = configuredLedger(config);
      try {
        const uses = await Promise.all(
          config.licenseServers.map(async ({ name, spendingLimits }) => ({
            licenseServer: name,
            uses: await ledger.spending(name, spendingLimits, Date.now()),
          })),
        );
        console.log(json ? JSON.stringify(uses, null, 2) : usesInWords(uses));
      } finally {
        await ledger.close();
      }
    })
    .addCommand(releaseCommand());
}

function releaseCommand(): Command {
  return new Command('release')
    .description('let payments go on after a limit was reached, and wake the services that wait for it')
    .requiredOption('--license-server <name>', 'the license server whose limit was reached')
    .option(
      '--service <id>',
      "the service whose own limit was reached; the license server's limits unless given",
    )
    .requiredOption('--reason <text>', 'why it is right to go on; it stands in the ledger')
    .action(async ({ licenseServer, service, reason }: ReleaseFlags) => {
      const config = currentConfig();
      if (!config.licenseServers.some(({ name }) => name === licenseServer)) {
        throw new FileError(`license server ${licenseServer} is not configured`);
      }
      const ledger = configuredLedger(config);
      const by = `cli ${userInfo().username}`;
      try {
        const release = { licenseServer, by, reason, ...(service !== undefined && { serviceId: service }) };
        await ledger.release(release, Date.now());
      } finally {
        await ledger.close();
      }
      console.log(`released; ${await wakeWaiting(licenseServer)} services are woken`);
    });
}

/** Whoever still passes a limit simply waits again, so all that need a human at this license server are woken. */
async function wakeWaiting(licenseServer: string): Promise<number> {
  return await withConnection(async ({ client }) => {
    let woken = 0;
    for await (const { serviceId } of client.listLicenses(
      `LicenseState = 'needs-human' AND LicenseServer = '${licenseServer}'`,
    )) {
      await client.wakeService(serviceId);
      woken += 1;
    }
    return woken;
  });
}

function usesInWords(servers: readonly { licenseServer: string; uses: readonly LimitUse[] }[]): string {
  return table(
    ['License server', 'Scope', 'Window', 'Measure', 'Used', 'Allowed'],
    servers.flatMap(({ licenseServer, uses }) =>
      uses.map(({ scope, serviceId, window, measure, currency, used, allowed }) => [
        licenseServer,
        scope === 'service' ? `service ${serviceId ?? ''}` : 'license server',
        window,
        measure === 'payments' ? 'payments' : `amount${currency === undefined ? '' : ` in ${currency}`}`,
        ...(measure === 'payments'
          ? [String(used), String(allowed)]
          : [used, allowed].map((minor) => (minor / 100).toFixed(2))),
      ]),
    ),
  );
}
