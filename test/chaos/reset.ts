import { randomUUID } from 'node:crypto';

import { isGrpcServiceError, WorkflowNotFoundError, type Client } from '@temporalio/client';

/**
 * Resets a running Workflow to one of its Workflow Tasks, as an operator can: what came after it is
 * forgotten by the Workflow, not by the license server. Says whether there was anything to reset.
 */
export async function resetToEarlier(
  temporal: Client,
  workflowId: string,
  pick: <T>(choices: readonly T[]) => T,
): Promise<boolean> {
  try {
    const handle = temporal.workflow.getHandle(workflowId);
    const { runId, status } = await handle.describe();
    if (status.name !== 'RUNNING') return false;
    const { events } = await temporal.workflow.getHandle(workflowId, runId).fetchHistory();
    const tasks = (events ?? []).filter(({ workflowTaskCompletedEventAttributes: completed }) => completed);
    if (tasks.length === 0) return false;
    await temporal.workflowService.resetWorkflowExecution({
      namespace: temporal.options.namespace,
      workflowExecution: { workflowId, runId },
      workflowTaskFinishEventId: pick(tasks).eventId,
      reason: 'chaos',
      requestId: randomUUID(),
    });
    return true;
  } catch (error) {
    // The engine may be dead just now, and the service closed.
    if (isGrpcServiceError(error) || error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
