import { Command } from 'commander';

import { adoptCommand } from './commands/adopt.js';
import { changeIpCommand } from './commands/change-ip.js';
import { changePanelCommand } from './commands/change-panel.js';
import { changeServiceCommand } from './commands/change-service.js';
import { checkCommand } from './commands/check.js';
import { configCommand } from './commands/config.js';
import { demoCommand } from './commands/demo.js';
import { engineCommand } from './commands/engine.js';
import { gatewayCommand } from './commands/gateway.js';
import { tokenCommand } from './commands/token.js';
import { packageVersion } from './shared/version.js';
import { ENVIRONMENT_VARIABLES } from './shared/environment.js';
import { EXIT_CODES_IN_WORDS } from './shared/exit-codes.js';
import { ledgerCommand } from './commands/ledger.js';
import { renewKeyCommand } from './commands/renew-key.js';
import { resolveCommand } from './commands/resolve.js';
import { poolCommand } from './commands/pool.js';
import { quoteCommand } from './commands/quote.js';
import { reconcileCommand } from './commands/reconcile.js';
import { scheduleCloseCommand } from './commands/schedule-close.js';
import { serviceCommands } from './commands/services.js';
import { setupCommand } from './commands/setup.js';
import { simulateCommand } from './commands/simulate.js';
import { spendingCommand } from './commands/spending.js';
import { startCommand } from './commands/start.js';
import { workerCommand } from './commands/worker.js';

/** Builds the command line: every command of panelkeeper. */
export function program(): Command {
  const variables = Object.entries(ENVIRONMENT_VARIABLES).map(
    ([name, meaning]) => `  ${name.padEnd(36)}${meaning}`,
  );
  const command = new Command('panelkeeper')
    .description("Keeps every VPS service's control-panel license ordered, paid for and reused.")
    .version(packageVersion())
    .addHelpText(
      'after',
      ['', 'Exit codes:', EXIT_CODES_IN_WORDS, '', 'Environment:', ...variables].join('\n'),
    );
  for (const [group, commands] of Object.entries(groups())) {
    command.commandsGroup(`${group}:`);
    for (const each of commands) command.addCommand(each);
  }
  throwInsteadOfExit(command);
  return command;
}

function groups(): Record<string, Command[]> {
  return {
    'Try and run': [
      ...[demoCommand(), startCommand(), workerCommand(), setupCommand(), gatewayCommand(), tokenCommand()],
      ...[engineCommand(), simulateCommand()],
    ],
    Services: [
      ...serviceCommands(),
      ...[changeIpCommand(), changePanelCommand(), changeServiceCommand(), renewKeyCommand()],
      ...[scheduleCloseCommand(), resolveCommand()],
    ],
    Configuration: [configCommand(), checkCommand(), quoteCommand()],
    Money: [ledgerCommand(), spendingCommand()],
    'Licenses and the pool': [poolCommand(), adoptCommand(), reconcileCommand()],
  };
}

/** Its messages are printed all the same; how the process ends is for its main program to say. */
function throwInsteadOfExit(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwInsteadOfExit);
}
