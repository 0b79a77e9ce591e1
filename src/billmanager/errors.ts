import type { LicenseServerFailure, Outcome } from '../domain/base/failures.js';

/**
 * A failed call to a license server: which of the closed set, what it may have done there, and the
 * vendor's words.
 */
export class LicenseServerError extends Error {
  override readonly name = 'LicenseServerError';

  constructor(
    readonly failure: LicenseServerFailure,
    readonly outcome: Outcome,
    message: string,
    /** The vendor's own error type and object, kept for the operator. */
    readonly vendor?: { readonly type: string; readonly object?: string },
  ) {
    super(message);
  }
}
