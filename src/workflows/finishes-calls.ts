import { CancellationScope, type WorkflowInterceptorsFactory } from '@temporalio/workflow';

/**
 * Keeps Activities from being cancelled, for the engine that skips time alone: it stands still for
 * ever when a cancellation meets a completion. Withdrawal is tried on the engine that runs.
 */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity: (input, next) => CancellationScope.nonCancellable(() => next(input)),
    },
  ],
});
