import { WorkflowFailedError, type Client } from '@temporalio/client';

import { MAIN_TASK_QUEUE } from '../contract/ids.js';
import { recallId } from '../contract/recall.js';
import type { recallService } from '../workflows/index.js';
import { isOver, PanelkeeperError } from './errors.js';

/** Long enough to read the list of each license server once. */
const RECALL_MS = 60_000;

/** Makes the question about services whose Workflows the namespace does not keep any more. */
export function recalling(temporal: Client) {
  /**
   * Resolves where a service was closed so long ago that its Workflow is forgotten; throws a
   * PanelkeeperError `ServiceUnknown` where nothing is known of it, or where a license still
   * carries its name.
   */
  async function requireClosedLongAgo(serviceId: string): Promise<void> {
    const recalled = await temporal.workflow
      .execute<typeof recallService>('recallService', {
        workflowId: recallId(serviceId),
        taskQueue: MAIN_TASK_QUEUE,
        args: [serviceId],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowExecutionTimeout: RECALL_MS,
        staticSummary: `was service ${serviceId} ever open?`,
      })
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowFailedError) && !isOver(error)) throw error;
        throw unknown(serviceId, 'and whether it ever was cannot be told now');
      });
    if (recalled.kind === 'unknown') throw unknown(serviceId, 'and none was');
    if (recalled.kind === 'leftBehind') {
      const { licenseId, licenseServer } = recalled;
      const where = `license ${licenseId} of ${licenseServer} still carries its name`;
      throw unknown(serviceId, `but ${where}: open it again, then close it`);
    }
  }

  return { requireClosedLongAgo };
}

function unknown(serviceId: string, but: string): PanelkeeperError {
  return new PanelkeeperError('ServiceUnknown', `no service ${serviceId} is open, ${but}`);
}
