#!/usr/bin/env node
import { NamespaceNotFoundError, ServiceError } from '@temporalio/client';
import { CommanderError } from 'commander';

import { PanelkeeperError } from '../client.js';
import { FileError } from '../config.js';
import { EngineError } from '../engine/engine-settings.js';
import { LedgerError } from '../ledger/ledger-error.js';
import { ConnectionError } from './shared/connection.js';
import { EXIT_CODES, exitCodeOfError } from './shared/exit-codes.js';
import { program } from './program.js';

/**
 * Errors that are meant for the user are one message; any other one is a fault of ours and keeps
 * its stack.
 */
function report(error: unknown): void {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.badInput;
    return;
  }
  if (error instanceof FileError || error instanceof PanelkeeperError) {
    console.error(error.message);
    process.exitCode = error instanceof PanelkeeperError ? exitCodeOfError(error) : EXIT_CODES.badInput;
  } else {
    console.error(messageFor(error) ?? error);
    process.exitCode = EXIT_CODES.failed;
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

// Ledger, accounts and histories are for the user who runs it alone.
process.umask(0o077);
await program().parseAsync().catch(report);
