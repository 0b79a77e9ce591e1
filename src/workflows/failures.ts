import { ActivityFailure, ApplicationFailure } from '@temporalio/common';

import { LICENSE_SERVER_FAILURES, OWN_FAILURES, type Failure } from '../domain/failures.js';
import type { TroubleKind } from '../domain/trouble.js';

/**
 * Names the trouble that an Activity's failure means. Whatever is not of the closed set - a time-out, a dead worker, a
 * fault in our own code - may have happened after the call was executed.
 */
export function troubleKindOf(error: unknown): TroubleKind {
  if (!(error instanceof ActivityFailure)) throw error;
  const type = error.cause instanceof ApplicationFailure ? error.cause.type : undefined;
  return isKnown(type) ? type : 'WorkerFailure';
}

export function messageOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? (error.cause ?? error) : error;
  // A time-out says what it is by its name alone.
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}

function isKnown(type: string | undefined | null): type is Failure {
  return [...Object.keys(LICENSE_SERVER_FAILURES), ...OWN_FAILURES].some((failure) => failure === type);
}
