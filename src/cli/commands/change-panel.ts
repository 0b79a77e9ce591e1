import { Command } from 'commander';

import type { ChangePanelAnswer } from '../../client.js';
import { panelChangeInWords, planPanelChange, type PanelChange } from '../../domain/terms/panel-change.js';
import { withConnection } from '../shared/connection.js';
import { currentConfig } from '../shared/environment.js';
import { planChange } from './plan-change.js';
import { print, printAnswer } from '../shared/print.js';

interface Flags {
  readonly panel: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/**
 * Builds `panelkeeper change-panel`: shows what another panel would cost and do, and does it when
 * told `--yes`.
 */
export function changePanelCommand(): Command {
  return new Command('change-panel')
    .description('give a service another panel; shows the price and the effect, and does it with --yes')
    .argument('<service>', "the provider's own id of the service")
    .requiredOption('--panel <name>', 'internal name of the panel in the configuration')
    .option('--yes', 'do it; without it only the price and the effect are shown')
    .option('--dry-run', 'only show them, even with --yes')
    .option('--json', 'print JSON alone on stdout')
    .action(async (serviceId: string, { panel, yes, dryRun, json }: Flags) => {
      await withConnection(async ({ client }) => {
        if (yes && !dryRun)
          printAnswer({ json }, await client.changePanel(serviceId, { panel }), answerInWords);
        else
          print(
            { json },
            await planChange(currentConfig(), await client.getLicense(serviceId), (open, sold) =>
              planPanelChange(currentConfig(), open, { panel }, sold),
            ),
            planInWords,
          );
      });
    });
}

function planInWords(change: PanelChange): string {
  return `${panelChangeInWords(change)}\nnothing was done; --yes does it`;
}

function answerInWords(answer: ChangePanelAnswer): string {
  if (answer.status !== 'changed') return `${answer.status}: ${answer.reason}`;
  const { license } = answer;
  return license ? `changed: license ${license.licenseId}, price list ${license.priceList}` : 'changed';
}
