import { Command } from 'commander';

import type { RenewKeyAnswer } from '../../client.js';
import { withConnection } from '../shared/connection.js';
import { printAnswer } from '../shared/print.js';

interface Flags {
  readonly patience: string;
  readonly json?: boolean;
}

/** Builds `panelkeeper renew-key`: renews a license key that has leaked. */
export function renewKeyCommand(): Command {
  return new Command('renew-key')
    .description('renew the license key of a service, which has leaked; its license server limits how often')
    .argument('<service>', "the provider's own id of the service")
    .option('--patience <seconds>', 'how long to wait for it', '30')
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, { patience, json }: Flags) => {
      const options = { patienceMs: Number(patience) * 1000 };
      const answer = await withConnection(({ client }) => client.renewKey(serviceId, options));
      printAnswer({ json }, answer, inWords);
    });
}

function inWords(answer: RenewKeyAnswer): string {
  if (answer.status === 'notRenewed') return `not renewed: ${answer.reason}`;
  return answer.license
    ? `renewed: license ${answer.license.licenseId}, key ${answer.license.key}`
    : `renewed; ${answer.reason ?? 'open the service again to read the key'}`;
}
