import { activityInfo } from '@temporalio/activity';

import {
  resolveTerms as answerFor,
  type Catalogue,
  type TermsAnswer,
  type TermsQuestion,
} from '../../domain/terms/terms.js';

/** The terms of a service, and the Workflow run that asked for them. */
export interface TermsToRun {
  readonly answer: TermsAnswer;
  readonly runId: string;
}

/**
 * Works out the terms of a service by the configuration in force at the moment of the call. The run
 * is said with them, so that it stands in the history: by it a Workflow notices that it was reset.
 */
export function resolveTerms(catalogue: () => Catalogue) {
  return (question: TermsQuestion): Promise<TermsToRun> =>
    Promise.resolve({
      answer: answerFor(catalogue(), question),
      runId: activityInfo().workflowExecution?.runId ?? '',
    });
}
