import { Command } from 'commander';

import { parseIp } from '../../client/service-request.js';
import { withConnection } from '../shared/connection.js';
import { DRY_RUN, tellDry } from './dry-run.js';
import { printAnswer } from '../shared/print.js';

interface Flags {
  readonly ip: string;
  readonly patience: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Builds `panelkeeper change-ip`: tells that a service has another address. */
export function changeIpCommand(): Command {
  return new Command('change-ip')
    .description('tell that a service has another address: its license follows; may be repeated')
    .argument('<service>', "the provider's own id of the service")
    .requiredOption('--ip <address>', 'the new IPv4 address of the VPS')
    .option('--patience <seconds>', 'how long to wait for it', '30')
    .option('--dry-run', DRY_RUN)
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, { ip, patience, dryRun, json }: Flags) => {
      if (dryRun) return await tellDry({ json }, serviceId, { kind: 'ip', ip: parseIp(ip) });
      const options = { patienceMs: Number(patience) * 1000 };
      const answer = await withConnection(({ client }) => client.changeIp(serviceId, ip, options));
      printAnswer({ json }, answer, () =>
        answer.status === 'waiting'
          ? `waiting: ${answer.reason}`
          : `changed: license ${answer.license?.licenseId ?? 'none'}`,
      );
    });
}
