import { Command } from 'commander';

import { FileError } from '../../config.js';
import { parseDate, utcStartOf } from '../../domain/base/calendar.js';
import { withConnection } from '../shared/connection.js';
import { DRY_RUN, tellDry } from './dry-run.js';
import { print } from '../shared/print.js';

interface Flags {
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly yes?: true;
}

/**
 * Builds `panelkeeper schedule-close`: tells when a service will end, so that nothing is paid
 * beyond it.
 */
export function scheduleCloseCommand(): Command {
  return new Command('schedule-close')
    .description('tell on which date a service will end, so that nothing is paid beyond it')
    .argument('<service>', "the provider's own id of the service")
    .argument('<date>', 'YYYY-MM-DD, at whose start (UTC) it ends, or "never"')
    .option('--yes', 'a date that is past is meant: the service ends at once')
    .option('--dry-run', DRY_RUN)
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, text: string, { dryRun, json, yes }: Flags) => {
      const date = text === 'never' ? null : parseDate(text);
      if (date === undefined) throw new FileError('date: must be YYYY-MM-DD, or "never"');
      const closesAtMs = date && utcStartOf(date);
      if (dryRun) return await tellDry({ json }, serviceId, { kind: 'end', closesAtMs });
      const closesAt = closesAtMs === null ? null : new Date(closesAtMs);
      const view = await withConnection(({ client }) =>
        client.scheduleClose(serviceId, closesAt, yes && { confirm: true }),
      );
      print({ json }, view, ({ next }) => next);
    });
}
