import { Command } from 'commander';

import { withConnection } from './connection.js';

interface Flags {
  readonly ip: string;
  readonly patience: string;
  readonly json?: boolean;
}

/** Builds `panelkeeper change-ip`: tells that a service has another address. */
export function changeIpCommand(): Command {
  return new Command('change-ip')
    .description('tell that a service has another address: its license follows; may be repeated')
    .argument('<service>', "the provider's own id of the service")
    .requiredOption('--ip <address>', 'the new IPv4 address of the VPS')
    .option('--patience <seconds>', 'how long to wait for it', '30')
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, { ip, patience, json }: Flags) => {
      const options = { patienceMs: Number(patience) * 1000 };
      const answer = await withConnection(({ client }) => client.changeIp(serviceId, ip, options));
      if (json) console.log(JSON.stringify(answer, null, 2));
      else if (answer.status === 'waiting') console.log(`waiting: ${answer.reason}`);
      else console.log(`changed: license ${answer.license?.licenseId ?? 'none'}`);
    });
}
