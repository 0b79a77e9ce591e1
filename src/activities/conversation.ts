import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

import { LicenseServerError } from '../billmanager/errors.js';
import type { FailureDetails } from '../contract/failures.js';
import { failure } from './failures.js';

/** Short enough that one late beat is not the end of a worker: see `workflows/activities.ts`. */
const BEAT_MS = 5_000;

/**
 * Makes the interceptor for the Activities of one license server.
 * They beat while they run, so that the end of their worker is noticed in seconds and not by the
 * time-out for the longest call; one that ends before its first beat costs nothing by that.
 * They fail by type, as the Workflow shows a failure to operators and decides when to try again,
 * and tell how long to wait where they leave it open whether a call was executed.
 */
export function conversation(settleMs: number): ActivityInterceptorsFactory {
  return (context) => ({
    inbound: {
      execute: async (input, next) => {
        const beats = setInterval(() => context.heartbeat(), BEAT_MS);
        try {
          return await next(input);
        } catch (error) {
          throw settling(byType(error), settleMs);
        } finally {
          clearInterval(beats);
        }
      },
    },
  });
}

/** A failure of a license server crosses to the Workflow by its type, every other one as it is. */
function byType(error: unknown): unknown {
  return error instanceof LicenseServerError ? failure(error.failure, error.message) : error;
}

/** Says that a call may be on its way as long as any of its server, unless it says so itself. */
function settling(error: unknown, settleMs: number): unknown {
  if (!(error instanceof ApplicationFailure) || error.type !== 'OutcomeUnknown') return error;
  const [details] = (error.details ?? []) as [FailureDetails?];
  return failure('OutcomeUnknown', error.message, { retryAfterMs: settleMs, ...details });
}
