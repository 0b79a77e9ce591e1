import { Command } from 'commander';

import { adoptCommand } from './adopt.js';
import { changeIpCommand } from './change-ip.js';
import { changePanelCommand } from './change-panel.js';
import { checkCommand } from './check.js';
import { configCommand } from './config.js';
import { demoCommand } from './demo.js';
import { engineCommand } from './engine.js';
import { ENVIRONMENT_VARIABLES } from './environment.js';
import { ledgerCommand } from './ledger.js';
import { resolveCommand } from './resolve.js';
import { poolCommand } from './pool.js';
import { quoteCommand } from './quote.js';
import { reconcileCommand } from './reconcile.js';
import { scheduleCloseCommand } from './schedule-close.js';
import { serviceCommands } from './services.js';
import { setupCommand } from './setup.js';
import { simulateCommand } from './simulate.js';
import { spendingCommand } from './spending.js';
import { startCommand } from './start.js';
import { workerCommand } from './worker.js';

/** Builds the command line: every command of panelkeeper. */
export function program(): Command {
  const variables = Object.entries(ENVIRONMENT_VARIABLES).map(
    ([name, meaning]) => `  ${name.padEnd(34)}${meaning}`,
  );
  const command = new Command('panelkeeper')
    .description("Keeps every VPS service's control-panel license ordered, paid for and reused.")
    .addHelpText('after', ['', 'Environment:', ...variables].join('\n'))
    .showHelpAfterError();
  for (const each of [
    demoCommand(),
    startCommand(),
    workerCommand(),
    setupCommand(),
    checkCommand(),
    configCommand(),
    quoteCommand(),
    ...serviceCommands(),
    changeIpCommand(),
    changePanelCommand(),
    scheduleCloseCommand(),
    resolveCommand(),
    poolCommand(),
    adoptCommand(),
    reconcileCommand(),
    ledgerCommand(),
    spendingCommand(),
    engineCommand(),
    simulateCommand(),
  ]) {
    command.addCommand(each);
  }
  return command;
}
