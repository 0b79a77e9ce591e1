import { Command } from 'commander';
import { z } from 'zod';

import { parseService, serviceSchema } from '../../client/service-request.js';
import { parseFile } from '../../config.js';
import type { ReconcileReport } from '../../contract/reconcile.js';
import type { Service } from '../../domain/base/service.js';
import { withConnection } from '../shared/connection.js';
import { currentConfig, readTextFile } from '../shared/environment.js';
import { compare } from './reconcile.js';
import { reportInWords } from '../shared/reconcile-report.js';

interface Flags {
  readonly server?: string;
  readonly services?: string;
  readonly apply?: boolean;
  readonly json?: boolean;
}

/**
 * Builds `panelkeeper adopt`: takes over licenses that the license server has and nobody here
 * knows.
 */
export function adoptCommand(): Command {
  return new Command('adopt')
    .description('list licenses that only the license server knows, with whose they are; take them over')
    .option('--server <name>', 'one license server; all of the configuration unless given')
    .option('--services <file>', 'a YAML list of the services that run, to find whose each license is')
    .option('--apply', 'take them over; nothing is charged, and running it again changes nothing')
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ server, services: file, apply = false, json }: Flags) => {
      const names = server === undefined ? currentConfig().licenseServers.map(({ name }) => name) : [server];
      const services = file === undefined ? [] : readServices(file);
      const reports = await withConnection(async ({ temporal }) => {
        const made: ReconcileReport[] = [];
        for (const licenseServer of names)
          made.push(await compare(temporal, { licenseServer, apply, adopt: { services } }));
        return made;
      });
      console.log(json ? JSON.stringify(reports, null, 2) : reports.map(reportInWords).join('\n\n'));
      if (reports.some(({ refusal }) => refusal !== undefined)) process.exitCode = 1;
    });
}

/** Reads the list of services; throws a FileError that names the line, the field and the rule. */
function readServices(path: string): Service[] {
  return parseFile(z.array(serviceSchema), readTextFile(path), path).map(parseService);
}
