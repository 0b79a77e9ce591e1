import { heartbeat } from '@temporalio/activity';

/** Short enough that one late beat is not the end of a worker, see the time-out in `workflows/activities.ts`. */
const BEAT_MS = 5_000;

type Activity = (...args: never[]) => Promise<unknown>;

/**
 * Makes Activities beat while they run, so that the end of their worker is noticed in seconds and not by the time-out
 * for the longest call. One that ends before its first beat costs nothing more than it did.
 */
export function beating<Activities extends Readonly<Record<string, Activity>>>(
  activities: Activities,
): Activities {
  const each = Object.entries(activities).map(([name, activity]) => [name, whileBeating(activity)]);
  return Object.fromEntries(each) as Activities;
}

function whileBeating(activity: Activity): Activity {
  return async (...args) => {
    const beats = setInterval(heartbeat, BEAT_MS);
    try {
      return await activity(...args);
    } finally {
      clearInterval(beats);
    }
  };
}
