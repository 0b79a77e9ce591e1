import { Command } from 'commander';

import type { PanelkeeperClient, ServiceView } from '../../client.js';
import { monthsInWords } from '../../domain/base/period.js';
import type { Told } from '../../domain/life/told.js';
import { DRY_RUN, tellDry } from './dry-run.js';
import { openCommand } from './open.js';
import { withConnection } from '../shared/connection.js';
import { print, printAnswer } from '../shared/print.js';
import { table } from '../shared/table.js';

/**
 * Builds the commands that do what a provisioning system does: open, close, suspend, resume, show,
 * list, wake.
 */
export function serviceCommands(): Command[] {
  return [
    openCommand(),
    closeCommand(),
    suspendCommand(),
    resumeCommand(),
    showCommand(),
    listCommand(),
    wakeCommand(),
  ];
}

function closeCommand(): Command {
  return new Command('close')
    .description('close a service and return its license to the pool; may be repeated')
    .argument('<service>', "the provider's own id of the service")
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, { json }: { json?: boolean }) => {
      const answer = await withConnection(({ client }) => client.closeService(serviceId));
      printAnswer({ json }, answer, () => ('reason' in answer ? `closing: ${answer.reason}` : 'closed'));
    });
}

function suspendCommand(): Command {
  const told = { kind: 'status', status: 'suspended' } as const;
  return tellingCommand('suspend', 'tell that a service is suspended', told, (client, serviceId) =>
    client.suspendService(serviceId),
  );
}

function resumeCommand(): Command {
  const told = { kind: 'status', status: 'active' } as const;
  return tellingCommand(
    'resume',
    'tell that a suspended service is active again',
    told,
    (client, serviceId) => client.resumeService(serviceId),
  );
}

function showCommand(): Command {
  return new Command('show')
    .description('show a service and its license, without the key')
    .argument('<service>', "the provider's own id of the service")
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, { json }: { json?: boolean }) =>
      print({ json }, await withConnection(({ client }) => client.getLicense(serviceId)), viewInWords),
    );
}

function wakeCommand(): Command {
  const description = 'make a service look at everything again now, after something was repaired';
  return tellingCommand('wake', description, { kind: 'wake' }, (client, serviceId) =>
    client.wakeService(serviceId),
  );
}

/** A command that may make a service pay, and so can be tried without. */
function tellingCommand(
  name: string,
  description: string,
  told: Told,
  tell: (client: PanelkeeperClient, serviceId: string) => Promise<ServiceView | void>,
): Command {
  return new Command(name)
    .description(description)
    .argument('<service>', "the provider's own id of the service")
    .option('--dry-run', DRY_RUN)
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, { dryRun: isDry, json }: { dryRun?: boolean; json?: boolean }) => {
      if (isDry) return await tellDry({ json }, serviceId, told);
      const view = await withConnection(async ({ client }) => await tell(client, serviceId));
      if (view) print({ json }, view, viewInWords);
      else print({ json }, { status: 'woken' }, () => `service ${serviceId} looks at everything again now`);
    });
}

function listCommand(): Command {
  return new Command('list')
    .description('list the open services')
    .option('--where <filter>', "narrow the list in Temporal's syntax, e.g. \"LicenseState = 'needs-human'\"")
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ where, json }: { where?: string; json?: boolean }) => {
      const listed = await withConnection(async ({ client }) => {
        const services = [];
        for await (const service of client.listLicenses(where)) services.push(service);
        return services;
      });
      print({ json }, listed, () =>
        table(
          ['Service', 'State', 'Panel', 'License server', 'License', 'Paid until'],
          listed.map(({ serviceId, state, panel, licenseServer, licenseId, paidUntil }) => [
            ...[serviceId, state, panel, licenseServer, licenseId],
            paidUntil?.toISOString().slice(0, 10),
          ]),
        ),
      );
    });
}

function viewInWords({
  service,
  state,
  license,
  orders,
  prolongs,
  next,
  trouble,
  mayResolve,
}: ServiceView): string {
  const { serviceId, serviceName, ip, panel, servicePeriodMonths } = service;
  const { keySinceMs } = license ?? {};
  const keySince = keySinceMs === undefined ? undefined : new Date(keySinceMs).toISOString();
  return table(undefined, [
    [
      'Service',
      `${serviceId} (${serviceName}) at ${ip}, ${panel}, ordered for ${monthsInWords(servicePeriodMonths)}`,
    ],
    ['State', state],
    [
      'License',
      license ? `${license.licenseId} of ${license.licenseServer}, price list ${license.priceList}` : 'none',
    ],
    ['Paid until', license?.expiresOn],
    ['Key since', keySince],
    ['Paid', `${orders} orders, ${prolongs} prolongations`],
    ['Next', next],
    ['Trouble', trouble ?? 'none'],
    [
      'You can',
      mayResolve.length > 0 ? `panelkeeper resolve ${serviceId} ${mayResolve.join(' | ')}` : 'nothing to do',
    ],
  ]);
}
