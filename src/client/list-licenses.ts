import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { decodeTypedSearchAttributes } from '@temporalio/common/lib/converter/payload-search-attributes.js';

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

/** A page of the list, and what the next one is asked for with. */
export interface ListPage {
  readonly services: readonly ListedLicense[];
  readonly next: string | null;
}

/** Makes the call that lists open services by pages; `cursor` is the `next` of the one before. */
export function licensePager(temporal: Client) {
  return async function listPage(
    where: string | undefined,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<ListPage> {
    const { executions, nextPageToken } = await temporal.workflowService.listWorkflowExecutions({
      namespace: temporal.options.namespace,
      query: queryOf(where),
      pageSize: limit,
      nextPageToken: cursor === undefined ? undefined : Buffer.from(cursor, 'base64url'),
    });
    return {
      services: executions.map(({ execution, searchAttributes }) =>
        listed({
          workflowId: execution?.workflowId ?? '',
          typedSearchAttributes: decodeTypedSearchAttributes(searchAttributes?.indexedFields),
        }),
      ),
      next: nextPageToken.length > 0 ? Buffer.from(nextPageToken).toString('base64url') : null,
    };
  };
}

function queryOf(where: string | undefined): string {
  return where === undefined ? RUNNING_SERVICES : `${RUNNING_SERVICES} AND (${where})`;
}

/**
 * Lists the open services, by search attributes: what was written last may be missing for a second.
 * `where` narrows it in the syntax of Temporal's list filters, e.g. `LicenseState = 'needs-human'`.
 */
export function licenseLister(temporal: Client) {
  return async function* listLicenses(where?: string): AsyncGenerator<ListedLicense> {
    for await (const found of temporal.workflow.list({ query: queryOf(where) })) yield listed(found);
  };
}

function listed({
  workflowId,
  typedSearchAttributes: known,
}: Pick<WorkflowExecutionInfo, 'workflowId' | 'typedSearchAttributes'>): ListedLicense {
  return {
    serviceId: workflowId.slice(serviceLicenseId('').length),
    state: known.get(LicenseState),
    panel: known.get(LicensePanel),
    licenseServer: known.get(LicenseServer),
    licenseId: known.get(LicenseId),
    paidUntil: known.get(LicensePaidUntil),
  };
}
