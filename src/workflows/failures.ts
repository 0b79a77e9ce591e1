import { ActivityFailure, ApplicationFailure } from '@temporalio/common';

import type { FailureDetails } from '../contract/failures.js';
import { isFailureName } from '../domain/base/failures.js';
import type { Met } from '../domain/life/trouble.js';

/**
 * Names the trouble that an Activity's failure means. Whatever is not of the closed set - a
 * time-out, a dead worker, a fault in our own code - may have happened after the call was executed.
 */
export function metOf(error: unknown): Met & FailureDetails {
  if (!(error instanceof ActivityFailure)) throw error;
  const message = messageOf(error);
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure) || !isFailureName(cause.type))
    return { failure: 'WorkerFailure', message };
  const [details] = (cause.details ?? []) as [FailureDetails?];
  return { ...details, failure: cause.type, message };
}

export function messageOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? (error.cause ?? error) : error;
  // A time-out says what it is by its name alone.
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
