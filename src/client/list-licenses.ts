import type { Client } from '@temporalio/client';

import { serviceLicenseId } from '../contract/ids.js';
import {
  LicenseId,
  LicensePaidUntil,
  LicensePanel,
  LicenseServer,
  LicenseState,
} from '../contract/search-attributes.js';

/** One line of the list of services: what the search attributes know. */
export interface ListedLicense {
  readonly serviceId: string;
  readonly state?: string;
  readonly panel?: string;
  readonly licenseServer?: string;
  readonly licenseId?: string;
  readonly paidUntil?: Date;
}

/** Finds the Workflows of all open services. */
export const RUNNING_SERVICES = "WorkflowType = 'serviceLicense' AND ExecutionStatus = 'Running'";

/**
 * Lists the open services, by search attributes: what was written last may be missing for a second.
 * `where` narrows it in the syntax of Temporal's list filters, e.g. `LicenseState = 'needs-human'`.
 */
export function licenseLister(temporal: Client) {
  return async function* listLicenses(where?: string): AsyncGenerator<ListedLicense> {
    const query = where === undefined ? RUNNING_SERVICES : `${RUNNING_SERVICES} AND (${where})`;
    for await (const { workflowId, typedSearchAttributes: known } of temporal.workflow.list({ query })) {
      yield {
        serviceId: workflowId.slice(serviceLicenseId('').length),
        state: known.get(LicenseState),
        panel: known.get(LicensePanel),
        licenseServer: known.get(LicenseServer),
        licenseId: known.get(LicenseId),
        paidUntil: known.get(LicensePaidUntil),
      };
    }
  };
}
