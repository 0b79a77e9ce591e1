#!/usr/bin/env node
import { NamespaceNotFoundError, ServiceError } from '@temporalio/client';

import { PanelkeeperError } from '../client.js';
import { FileError } from '../config.js';
import { EngineError } from '../engine/engine-settings.js';
import { LedgerError } from '../ledger/ledger-error.js';
import { ConnectionError } from './shared/connection.js';
import { program } from './program.js';

/** What the user gave is wrong: nothing was started, nothing spent. */
const EXIT_BAD_INPUT = 2;
const EXIT_FAILED = 1;

/**
 * Errors that are meant for the user are one message; any other one is a fault of ours and keeps
 * its stack.
 */
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
