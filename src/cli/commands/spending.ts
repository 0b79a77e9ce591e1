import { userInfo } from 'node:os';

import { Command } from 'commander';

import type { PanelkeeperClient } from '../../client.js';
import { FileError } from '../../config.js';
import type { Plan } from '../../domain/words/dry-run.js';
import type { LimitUse } from '../../ledger/limits.js';
import { withConnection } from '../shared/connection.js';
import { DRY_RUN, dryRun, planInWords, planTelling, type DryRunSources } from './dry-run.js';
import { currentConfig } from '../shared/environment.js';
import { presentLedger, withLedger } from '../shared/ledger-place.js';
import { print } from '../shared/print.js';
import { table } from '../shared/table.js';

interface ReleaseFlags {
  readonly licenseServer: string;
  readonly service?: string;
  readonly reason: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/**
 * Builds `panelkeeper spending`: shows what is spent of each limit, and lets payments go on after
 * one was reached.
 */
export function spendingCommand(): Command {
  return new Command('spending')
    .description('show what is spent of each limit')
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const config = currentConfig();
      const uses = await withLedger(presentLedger(config), (ledger) =>
        Promise.all(
          config.licenseServers.map(async ({ name, spendingLimits }) => ({
            licenseServer: name,
            uses: await ledger.spending(name, spendingLimits, Date.now()),
          })),
        ),
      );
      print({ json }, uses, usesInWords);
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
    .option('--dry-run', DRY_RUN)
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ licenseServer, service, reason, dryRun: isDry, json }: ReleaseFlags) => {
      const config = currentConfig();
      if (!config.licenseServers.some(({ name }) => name === licenseServer)) {
        throw new FileError(`license server ${licenseServer} is not configured`);
      }
      if (isDry) {
        print({ json }, await dryRun((sources) => planRelease(sources, licenseServer)), plansInWords);
        return;
      }
      const by = `cli ${userInfo().username}`;
      const release = { licenseServer, by, reason, ...(service !== undefined && { serviceId: service }) };
      await withLedger(presentLedger(config), (ledger) => ledger.release(release, Date.now()));
      const woken = await withConnection(({ client }) => wakeWaiting(client, licenseServer));
      print({ json }, { woken }, () => `released; ${woken} services are woken`);
    });
}

/** Lists the services that may wait for a limit: whoever still passes one simply waits again. */
async function* waitingFor(client: PanelkeeperClient, licenseServer: string): AsyncGenerator<string> {
  const where = `LicenseState = 'needs-human' AND LicenseServer = '${licenseServer}'`;
  for await (const { serviceId } of client.listLicenses(where)) yield serviceId;
}

async function wakeWaiting(client: PanelkeeperClient, licenseServer: string): Promise<number> {
  let woken = 0;
  for await (const serviceId of waitingFor(client, licenseServer)) {
    await client.wakeService(serviceId);
    woken += 1;
  }
  return woken;
}

type ServicePlan = Plan & { readonly serviceId: string };

/** Plans what each service that is woken would do. */
async function planRelease(sources: DryRunSources, licenseServer: string): Promise<ServicePlan[]> {
  const plans: ServicePlan[] = [];
  for await (const serviceId of waitingFor(sources.client, licenseServer))
    plans.push({ serviceId, ...(await planTelling(sources, serviceId, { kind: 'wake' })) });
  return plans;
}

function plansInWords(plans: readonly ServicePlan[]): string {
  if (plans.length === 0) return 'no service waits for a human';
  return plans.map(({ serviceId, ...plan }) => `service ${serviceId}\n${planInWords(plan)}`).join('\n');
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
