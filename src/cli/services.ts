import { Command } from 'commander';

import type { OpenAnswer, ServiceView } from '../client.js';
import { monthsInWords } from '../domain/period.js';
import { withConnection } from './connection.js';
import { table } from './table.js';

interface OpenFlags {
  readonly service: string;
  readonly name?: string;
  readonly ip: string;
  readonly panel: string;
  readonly period: string;
  readonly module?: string;
  readonly patience: string;
  readonly json?: boolean;
}

/** Builds the commands that do what a provisioning system does: open, close, suspend, resume, show, list, wake. */
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

function openCommand(): Command {
  return new Command('open')
    .description('open a service and print its license; may be repeated')
    .requiredOption('--service <id>', "the provider's own id of the service")
    .option('--name <name>', 'name of the service; its id unless given')
    .requiredOption('--ip <address>', 'IPv4 address of the VPS')
    .requiredOption('--panel <name>', 'internal name of the panel in the configuration')
    .requiredOption('--period <months>', 'for how many months the client ordered the service')
    .option('--module <name>', 'VPS processing module, where the configuration has several')
    .option('--patience <seconds>', 'how long to wait for the license', '30')
    .option('--json', 'print JSON alone on stdout')
    .action(
      async ({
        service: serviceId,
        name = serviceId,
        ip,
        panel,
        period,
        module,
        patience,
        json,
      }: OpenFlags) => {
        const request = { serviceId, serviceName: name, ip, panel, servicePeriodMonths: Number(period) };
        const service = module === undefined ? request : { ...request, processingModule: module };
        const answer = await withConnection(({ client }) =>
          client.openLicense(service, { patienceMs: Number(patience) * 1000 }),
        );
        print(json, answer, openInWords);
      },
    );
}

function closeCommand(): Command {
  return new Command('close')
    .description('close a service and return its license to the pool; may be repeated')
    .argument('<service>', "the provider's own id of the service")
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, { json }: { json?: boolean }) => {
      const answer = await withConnection(({ client }) => client.closeService(serviceId));
      print(json, answer, () => ('reason' in answer ? `closing: ${answer.reason}` : 'closed'));
    });
}

function suspendCommand(): Command {
  return viewCommand('suspend', 'tell that a service is suspended', (serviceId) =>
    withConnection(({ client }) => client.suspendService(serviceId)),
  );
}

function resumeCommand(): Command {
  return viewCommand('resume', 'tell that a suspended service is active again', (serviceId) =>
    withConnection(({ client }) => client.resumeService(serviceId)),
  );
}

function showCommand(): Command {
  return viewCommand('show', 'show a service and its license, without the key', (serviceId) =>
    withConnection(({ client }) => client.getLicense(serviceId)),
  );
}

function viewCommand(
  name: string,
  description: string,
  call: (serviceId: string) => Promise<ServiceView>,
): Command {
  return new Command(name)
    .description(description)
    .argument('<service>', "the provider's own id of the service")
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, { json }: { json?: boolean }) =>
      print(json, await call(serviceId), viewInWords),
    );
}

function wakeCommand(): Command {
  return new Command('wake')
    .description('make a service look at everything again now, after something was repaired')
    .argument('<service>', "the provider's own id of the service")
    .action(async (serviceId: string) => withConnection(({ client }) => client.wakeService(serviceId)));
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
      print(json, listed, () =>
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

function print<T>(json: boolean | undefined, value: T, inWords: (value: T) => string): void {
  console.log(json ? JSON.stringify(value, null, 2) : inWords(value));
}

function openInWords(answer: OpenAnswer): string {
  if (answer.status === 'pending') return `pending: ${answer.reason}`;
  const { licenseId, key, priceList, expiresOn, source } = answer.license;
  const from = source === 'pool' ? 'taken from the pool' : 'ordered';
  return `license ${licenseId} (${from}, price list ${priceList}, paid until ${expiresOn})\nkey ${key}`;
}

function viewInWords({
  service,
  state,
  license,
  orders,
  prolongs,
  next,
  trouble,
  resolutions,
}: ServiceView): string {
  const { serviceId, serviceName, ip, panel, servicePeriodMonths } = service;
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
    ['Paid', `${orders} orders, ${prolongs} prolongations`],
    ['Next', next],
    ['Trouble', trouble ?? 'none'],
    [
      'You can',
      resolutions.length > 0
        ? `panelkeeper resolve ${serviceId} ${resolutions.join(' | ')}`
        : 'nothing to do',
    ],
  ]);
}
