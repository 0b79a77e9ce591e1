import { ApplicationFailure } from '@temporalio/common';

import type { FailureDetails } from '../contract/failures.js';
import { LicenseServerError } from '../billmanager/errors.js';
import type { Failure, LicenseServerFailure } from '../domain/base/failures.js';

/**
 * Runs a conversation with a license server and turns its failure into one that crosses to the Workflow by its type.
 * Nothing is retried here: the Workflow shows the failure to operators and decides when to try again.
 */
export async function failingByType<T>(conversation: () => Promise<T>): Promise<T> {
  try {
    return await conversation();
  } catch (error) {
    if (error instanceof LicenseServerError) throw failure(error.failure, error.message);
    throw error;
  }
}

export function failure(type: Failure, message: string, details: FailureDetails = {}): ApplicationFailure {
  return ApplicationFailure.retryable(message, type, details);
}

export function isFailure(error: unknown, type: LicenseServerFailure): boolean {
  return error instanceof LicenseServerError && error.failure === type;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
