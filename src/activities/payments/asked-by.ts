import { activityInfo } from '@temporalio/activity';

/** Names who asks for a payment, for the ledger: the Workflow and its run. */
export function askedBy(): string {
  const { workflowExecution } = activityInfo();
  return workflowExecution
    ? `${workflowExecution.workflowId} ${workflowExecution.runId}`
    : 'an Activity of its own';
}
