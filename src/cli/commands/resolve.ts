import { Command, Option } from 'commander';

import { parseDate } from '../../domain/base/calendar.js';
import type { LicenseId } from '../../domain/base/license.js';
import type { Resolution } from '../../domain/life/resolution.js';
import { FileError } from '../../config.js';
import { DRY_RUN, tellDry } from './dry-run.js';
import { print } from '../shared/print.js';
import { withConnection } from '../shared/connection.js';

interface ResolveFlags {
  readonly license?: string;
  readonly expiresOn?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const ACTIONS = 'retry, accept, forfeit, setExpiry or confirm';

/**
 * Builds `panelkeeper resolve`: decides, as a human, about a service whose step has failed or waits
 * to be confirmed.
 */
export function resolveCommand(): Command {
  return new Command('resolve')
    .description(
      'decide about a service whose step has failed or waits to be confirmed; `show` says what it would take',
    )
    .argument('<service>', "the provider's own id of the service")
    .argument('<action>', ACTIONS)
    .addOption(new Option('--license <id>', 'with accept: the license that an order has brought'))
    .addOption(new Option('--expires-on <date>', 'with setExpiry: the expiry, as YYYY-MM-DD'))
    .option('--dry-run', DRY_RUN)
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, action: string, flags: ResolveFlags) => {
      const resolution = resolutionOf(action, flags);
      if (flags.dryRun) return await tellDry(flags, serviceId, { kind: 'resolution', resolution });
      const view = await withConnection(({ client }) => client.resolveService(serviceId, resolution));
      print(flags, view, ({ next }) => next);
    });
}

function resolutionOf(action: string, { license, expiresOn }: ResolveFlags): Resolution {
  switch (action) {
    case 'retry':
    case 'forfeit':
    case 'confirm':
      return { action };
    case 'accept':
      return license === undefined ? { action } : { action, licenseId: license as LicenseId };
    case 'setExpiry': {
      const date = parseDate(expiresOn ?? '');
      if (date === undefined) throw new FileError('--expires-on: must be a date as YYYY-MM-DD');
      return { action, expiresOn: date };
    }
    default:
      throw new FileError(`action ${action}: must be ${ACTIONS}`);
  }
}
