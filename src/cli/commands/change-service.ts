import { Command } from 'commander';

import type { ChangeServiceAnswer } from '../../client.js';
import { parseServiceChange } from '../../client/service-request.js';
import { monthsInWords } from '../../domain/base/period.js';
import {
  planServiceChange,
  serviceChangeInWords,
  type PlannedServiceChange,
} from '../../domain/terms/service-change.js';
import { withConnection } from '../shared/connection.js';
import { currentConfig } from '../shared/environment.js';
import { monthsOf } from '../shared/period.js';
import { print, printAnswer } from '../shared/print.js';
import { planChange } from './plan-change.js';

interface Flags {
  readonly name?: string;
  readonly period?: string;
  readonly tariff?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/**
 * Builds `panelkeeper change-service`: shows what another order of the client would cost, and
 * changes it when told `--yes`.
 */
export function changeServiceCommand(): Command {
  return new Command('change-service')
    .description("change a client's order while it lives; shows what it will cost, and does it with --yes")
    .argument('<service>', "the provider's own id of the service")
    .option('--name <name>', 'the new name of the service')
    .option('--period <months>', 'for how many months the client orders from now on')
    .option('--tariff <id>', 'the new tariff')
    .option('--yes', 'do it; without it only the price and the effect are shown')
    .option('--dry-run', 'only show them, even with --yes')
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, { name, period, tariff, yes, dryRun, json }: Flags) => {
      const change = parseServiceChange({
        ...(name !== undefined && { serviceName: name }),
        ...(period !== undefined && { servicePeriodMonths: monthsOf(period) }),
        ...(tariff !== undefined && { tariff }),
      });
      await withConnection(async ({ client }) => {
        if (yes && !dryRun)
          printAnswer({ json }, await client.changeService(serviceId, change), answerInWords);
        else
          print(
            { json },
            await planChange(currentConfig(), await client.getLicense(serviceId), (open, sold) =>
              planServiceChange(currentConfig(), open, change, sold),
            ),
            planInWords,
          );
      });
    });
}

function planInWords(change: PlannedServiceChange): string {
  return `${serviceChangeInWords(change)}\nnothing was done; --yes does it`;
}

function answerInWords(answer: ChangeServiceAnswer): string {
  if (answer.status === 'refused') return `refused: ${answer.reason}`;
  const { periodMonths, priceList } = answer.nextPayment;
  return `changed: the next payment is for ${monthsInWords(periodMonths)} of price list ${priceList}`;
}
