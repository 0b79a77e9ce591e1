import type { LicenseId } from '../domain/base/license.js';

/** What is remembered of a service that has no Workflow any more. */
export type Recalled =
  | { readonly kind: 'unknown' }
  /** It had a license once, and has none left at its server. */
  | { readonly kind: 'closed' }
  /** A license still carries its name: it was never closed. */
  | { readonly kind: 'leftBehind'; readonly licenseServer: string; readonly licenseId: LicenseId };

/** The Workflow id of the question what is remembered of a service. */
export function recallId(serviceId: string): string {
  return `recall-service/${serviceId}`;
}
