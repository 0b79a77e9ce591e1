import { Command } from 'commander';

import type { PanelkeeperClient, ServiceView } from '../../client.js';
import type { PriceListCode } from '../../domain/base/license.js';
import { termsChange, type TermsChange } from '../../domain/terms/terms-change.js';
import { withConnection } from '../shared/connection.js';
import { configFile, readConfig } from '../shared/environment.js';
import { table } from '../shared/table.js';

type ServiceChange = { readonly serviceId: string } & TermsChange;

/**
 * Builds `panelkeeper config diff`: says what running services would do differently under another
 * configuration.
 */
export function configDiffCommand(): Command {
  return new Command('diff')
    .description('say what the running services would do differently, before a new configuration is applied')
    .argument('<file>', 'the new configuration file')
    .option('--json', 'print JSON alone on stdout')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const [before, after] = [readConfig(configFile()), readConfig(file)];
      const views = await withConnection(({ client }) => runningServices(client));
      const services = views.map(({ service, license }): ServiceChange => ({
        serviceId: service.serviceId,
        ...termsChange(before, after, service, (license?.priceList ?? null) as PriceListCode | null),
      }));
      console.log(json ? JSON.stringify({ file, services }, null, 2) : inWords(services));
      if (services.some(({ kind }) => kind === 'Refused')) process.exitCode = 1;
    });
}

/** How many services are asked at a time: each question is a query that a worker answers. */
const AT_ONCE = 20;

async function runningServices(client: PanelkeeperClient): Promise<ServiceView[]> {
  const ids: string[] = [];
  for await (const { serviceId } of client.listLicenses()) ids.push(serviceId);
  const views: ServiceView[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    views.push(...(await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => client.getLicense(id)))));
  }
  return views.filter(({ status }) => status !== 'closed');
}

function inWords(services: readonly ServiceChange[]): string {
  const rows = services.flatMap((service) =>
    service.kind === 'Same' ? [] : [[service.serviceId, changeInWords(service)]],
  );
  const same = `${services.length - rows.length} of ${services.length} services go on as they are`;
  return rows.length === 0 ? same : `${table(['Service', 'Change'], rows)}\n${same}`;
}

function changeInWords(change: Exclude<TermsChange, { kind: 'Same' }>): string {
  switch (change.kind) {
    case 'Refused':
      return `goes on by its old terms: ${change.message}`;
    case 'Accepted':
      return `is known again; until now: ${change.message}`;
    case 'Changed':
      return change.changes
        .map(({ field, from = 'none', to = 'none' }) => `${field} ${from} → ${to}`)
        .join(', ');
  }
}
