import { TypedSearchAttributes } from '@temporalio/common';

import { MAIN_TASK_QUEUE, serviceLicenseId } from '../contract/ids.js';
import { LicensePanel, LicenseState } from '../contract/search-attributes.js';
import type { Service } from '../domain/base/service.js';
import type { serviceLicense } from '../workflows/index.js';

export const SERVICE_LICENSE = 'serviceLicense';

/** Makes the options that start a service's Workflow, or find the one that runs. */
export function startOf(service: Service) {
  return {
    workflowId: serviceLicenseId(service.serviceId),
    taskQueue: MAIN_TASK_QUEUE,
    args: [{ service }] as Parameters<typeof serviceLicense>,
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    staticSummary: `license for ${service.serviceName}`,
    staticDetails: `Service ${service.serviceId} at ${service.ip}, panel ${service.panel}.`,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: LicenseState, value: 'ordering' },
      { key: LicensePanel, value: service.panel },
    ]),
  };
}
