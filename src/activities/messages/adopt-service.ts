import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';

import { MAIN_TASK_QUEUE, serviceLicenseId } from '../../contract/ids.js';
import { LicensePanel, LicenseState } from '../../contract/search-attributes.js';
import { rereadSignal, resolveUpdate } from '../../contract/service-license.js';
import type { LicenseId } from '../../domain/base/license.js';
import type { HeldLicense } from '../../domain/life/holding.js';
import type { Service } from '../../domain/base/service.js';

/**
 * Starts a service's Workflow with the license that it has already; one that runs is left as it is.
 */
export function adoptService(client: Client) {
  return async (service: Service, adopted: HeldLicense): Promise<void> => {
    try {
      await client.workflow.start('serviceLicense', {
        workflowId: serviceLicenseId(service.serviceId),
        taskQueue: MAIN_TASK_QUEUE,
        args: [{ service, adopted }],
        workflowIdConflictPolicy: 'FAIL',
        staticSummary: `license for ${service.serviceName}`,
        staticDetails: `Service ${service.serviceId} at ${service.ip}, adopted with license ${adopted.licenseId}.`,
        typedSearchAttributes: new TypedSearchAttributes([
          { key: LicenseState, value: 'active' },
          { key: LicensePanel, value: service.panel },
        ]),
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  };
}

/** Makes a service's Workflow read its license at the license server again. */
export function askToReread(client: Client) {
  return async (serviceId: string): Promise<void> => {
    await client.workflow.getHandle(serviceLicenseId(serviceId)).signal(rereadSignal);
  };
}

/** Decides for a human that a license is the service's, which waits for that. */
export function askToAccept(client: Client) {
  return async (serviceId: string, licenseId: LicenseId): Promise<void> => {
    const handle = client.workflow.getHandle(serviceLicenseId(serviceId));
    await handle.executeUpdate(resolveUpdate, { args: [{ action: 'accept', licenseId }] });
  };
}
