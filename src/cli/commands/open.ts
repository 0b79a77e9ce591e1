import { Command } from 'commander';

import type { OpenAnswer, ServiceRequest } from '../../client.js';
import { collectAddon } from '../shared/addon-flag.js';
import { withConnection } from '../shared/connection.js';
import { DRY_RUN, dryRun, planInWords, planOpen } from './dry-run.js';
import { monthsOf } from '../shared/period.js';
import { print, printAnswer } from '../shared/print.js';

interface OpenFlags {
  readonly service: string;
  readonly name?: string;
  readonly ip: string;
  readonly panel: string;
  readonly period: string;
  readonly module?: string;
  readonly tariff?: string;
  readonly productType?: string;
  readonly addon?: Readonly<Record<string, number>>;
  readonly patience: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Builds `panelkeeper open`: opens a service as a provisioning system does. */
export function openCommand(): Command {
  return new Command('open')
    .description('open a service and print its license; may be repeated')
    .requiredOption('--service <id>', "the provider's own id of the service")
    .option('--name <name>', 'name of the service; its id unless given')
    .requiredOption('--ip <address>', 'IPv4 address of the VPS')
    .requiredOption('--panel <name>', 'internal name of the panel in the configuration')
    .requiredOption('--period <months>', 'for how many months the client ordered the service, or `trial`')
    .option('--module <name>', 'VPS processing module, where the configuration has several')
    .option('--tariff <id>', 'tariff that the client ordered, where the configuration has tariffs')
    .option('--product-type <name>', 'product type, where rules of period alignment depend on it')
    .option('--addon <id=amount>', 'addon of the license; may be repeated', collectAddon)
    .option('--patience <seconds>', 'how long to wait for the license', '30')
    .option('--dry-run', DRY_RUN)
    .option('--json', 'print JSON alone on stdout')
    .action(async (flags: OpenFlags) => {
      const request = requestOf(flags);
      const { json, patience } = flags;
      if (flags.dryRun) {
        print({ json }, await dryRun((sources) => planOpen(sources, request)), planInWords);
        return;
      }
      const patienceMs = Number(patience) * 1000;
      const answer = await withConnection(({ client }) => client.openLicense(request, { patienceMs }));
      printAnswer({ json }, answer, inWords);
    });
}

function requestOf({
  service,
  name,
  ip,
  panel,
  period,
  module,
  tariff,
  productType,
  addon,
}: OpenFlags): ServiceRequest {
  return {
    serviceId: service,
    serviceName: name ?? service,
    ip,
    panel,
    servicePeriodMonths: monthsOf(period),
    ...(module !== undefined && { processingModule: module }),
    ...(tariff !== undefined && { tariff }),
    ...(productType !== undefined && { productType }),
    ...(addon !== undefined && { addons: addon }),
  };
}

function inWords(answer: OpenAnswer): string {
  if (answer.status === 'pending') return `pending: ${answer.reason}`;
  const { licenseId, key, priceList, expiresOn, source } = answer.license;
  const from = source === 'pool' ? 'taken from the pool' : 'ordered';
  return `license ${licenseId} (${from}, price list ${priceList}, paid until ${expiresOn})\nkey ${key}`;
}
