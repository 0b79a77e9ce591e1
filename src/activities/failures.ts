import { ApplicationFailure } from '@temporalio/common';

import type { FailureDetails } from '../contract/failures.js';
import { LicenseServerError } from '../billmanager/errors.js';
import type { Failure, LicenseServerFailure } from '../domain/base/failures.js';

/**
 * Makes a failure that crosses to the Workflow by its type; the Workflow decides about a next try.
 */
export function failure(type: Failure, message: string, details: FailureDetails = {}): ApplicationFailure {
  return ApplicationFailure.retryable(message, type, details);
}

export function isFailure(error: unknown, type: LicenseServerFailure): boolean {
  return error instanceof LicenseServerError && error.failure === type;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
