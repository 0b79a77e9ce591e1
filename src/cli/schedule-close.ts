import { Command } from 'commander';

import { FileError } from '../config.js';
import { parseDate, utcStartOf } from '../domain/calendar.js';
import { withConnection } from './connection.js';

/** Builds `panelkeeper schedule-close`: tells when a service will end, so that nothing is paid beyond it. */
export function scheduleCloseCommand(): Command {
  return new Command('schedule-close')
    .description('tell on which date a service will end, so that nothing is paid beyond it')
    .argument('<service>', "the provider's own id of the service")
    .argument('<date>', 'YYYY-MM-DD, at whose start (UTC) it ends, or "never"')
    .action(async (serviceId: string, text: string) => {
      const date = text === 'never' ? null : parseDate(text);
      if (date === undefined) throw new FileError('date: must be YYYY-MM-DD, or "never"');
      const closesAt = date && new Date(utcStartOf(date));
      const { next } = await withConnection(({ client }) => client.scheduleClose(serviceId, closesAt));
      console.log(next);
    });
}
