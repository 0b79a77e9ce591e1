import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
} from '@temporalio/client';

import type { Config } from '../../config.js';
import { MAIN_TASK_QUEUE } from '../../contract/ids.js';
import { reconcileId, type ReconcileInput } from '../../contract/reconcile.js';

const HOUR_MS = 3_600_000;

/**
 * Lets each license server of the configuration be compared as often as it says, and repaired where
 * it allows that; may be repeated. Gives a line for each.
 */
export async function scheduleReconciliations(
  temporal: Client,
  { licenseServers }: Config,
): Promise<string[]> {
  const lines: string[] = [];
  for (const { name: licenseServer, reconcile } of licenseServers) {
    const { everyHours } = reconcile;
    if (everyHours === 0) await endSchedule(temporal, licenseServer);
    else await writeSchedule(temporal, { licenseServer, apply: true, patient: true }, everyHours * HOUR_MS);
    lines.push(
      everyHours === 0
        ? `${licenseServer}: not compared by itself (reconcile.everyHours: 0)`
        : `${licenseServer}: compared every ${everyHours} h, and repaired where that is allowed`,
    );
  }
  return lines;
}

/** Creates or changes the Schedule by which a license server is compared. */
export async function writeSchedule(
  { schedule }: Client,
  input: ReconcileInput,
  everyMs: number,
): Promise<void> {
  const scheduleId = reconcileId(input.licenseServer);
  const options = {
    spec: { intervals: [{ every: everyMs }] },
    action: {
      type: 'startWorkflow' as const,
      workflowType: 'reconcileLicenses',
      workflowId: scheduleId,
      taskQueue: MAIN_TASK_QUEUE,
      args: [input],
    },
    policies: { overlap: ScheduleOverlapPolicy.SKIP },
  };
  try {
    await schedule.create({ scheduleId, ...options });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await schedule.getHandle(scheduleId).update(({ state }) => ({ ...options, state }));
  }
}

/** Ends the Schedule of a license server, where there is one. */
export async function endSchedule({ schedule }: Client, licenseServer: string): Promise<void> {
  try {
    await schedule.getHandle(reconcileId(licenseServer)).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}
