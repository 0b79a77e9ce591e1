import { ApplicationFailure } from '@temporalio/common';

import type { FailureDetails } from '../contract/failures.js';
import { failure } from './failures.js';

type Activity = (...args: never[]) => Promise<unknown>;

/**
 * Makes Activities tell how long to wait where they leave it open whether a call was executed: as long as this license
 * server's calls may be on their way, unless the Activity knows better.
 */
export function settling<Activities extends Readonly<Record<string, Activity>>>(
  settleMs: number,
  activities: Activities,
): Activities {
  const each = Object.entries(activities).map(([name, activity]) => [name, waitingFor(settleMs, activity)]);
  return Object.fromEntries(each) as Activities;
}

function waitingFor(settleMs: number, activity: Activity): Activity {
  return async (...args) => {
    try {
      return await activity(...args);
    } catch (error) {
      if (!(error instanceof ApplicationFailure) || error.type !== 'OutcomeUnknown') throw error;
      const [details] = (error.details ?? []) as [FailureDetails?];
      throw failure('OutcomeUnknown', error.message, { retryAfterMs: settleMs, ...details });
    }
  };
}
