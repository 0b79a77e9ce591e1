#!/usr/bin/env node
import { NamespaceNotFoundError, ServiceError } from '@temporalio/client';
import { Command } from 'commander';

import { PanelkeeperError } from '../client.js';
import { FileError } from '../config.js';
import { EngineError } from '../engine/engine-settings.js';
import { LedgerError } from '../ledger/ledger-error.js';
import { adoptCommand } from './adopt.js';
import { changeIpCommand } from './change-ip.js';
import { changePanelCommand } from './change-panel.js';
import { checkCommand } from './check.js';
import { configCommand } from './config.js';
import { ConnectionError } from './connection.js';
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

/** What the user gave is wrong: nothing was started, nothing spent. */
const EXIT_BAD_INPUT = 2;
const EXIT_FAILED = 1;

function program(): Command {
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

/** Errors that are meant for the user are one message; any other one is a fault of ours and keeps its stack. */
function report(error: unknown): void {
  if (error instanceof FileError || error instanceof PanelkeeperError) {
    console.error(error.message);
    process.exitCode = EXIT_BAD_INPUT;
  } else {
    console.error(messageFor(error) ?? error);
    process.exitCode = EXIT_FAILED;
  }
}

function messageFor(error: unknown): string | undefined {
  if (error instanceof EngineError || error instanceof ConnectionError || error instanceof LedgerError)
    return error.message;
  if (error instanceof NamespaceNotFoundError)
    return `the Temporal Service has no namespace ${error.namespace}`;
  if (!(error instanceof ServiceError)) return undefined;
  const { cause } = error;
  return `the Temporal Service refuses: ${cause instanceof Error ? cause.message : error.message}`;
}

await program().parseAsync().catch(report);
