import { setTimeout as delay } from 'node:timers/promises';

import { WithStartWorkflowOperation, type Client } from '@temporalio/client';

import { openUpdate, type OpenAnswer } from '../contract/service-license.js';
import type { Service } from '../domain/base/service.js';
import { asking, RETRY_MS } from './asking.js';
import { callerErrorOf, isOver, PanelkeeperError } from './errors.js';
import { patienceOf, UNANSWERED, type CallOptions } from './patience.js';
import { parseService, type ServiceRequest } from './service-request.js';
import { SERVICE_LICENSE, startOf } from './start-of.js';

const START_MS = 10_000;

/** Makes the call that opens services. */
export function opening(temporal: Client) {
  const { askOn } = asking(temporal);

  /**
   * Opens a service: answers with its license and the key, or with `pending` when the caller's
   * patience is over; the service is open all the same. Throws a PanelkeeperError:
   * `InvalidRequest`, `ServiceDiffers`, `ServiceRefused`, `ServiceClosing`, `ServiceClosed`.
   */
  async function openLicense(request: ServiceRequest, options: CallOptions = {}): Promise<OpenAnswer> {
    const service = parseService(request);
    const call = patienceOf(options);
    for (;;) {
      try {
        return await askOn(call, () => open(service, call.leftMs()));
      } catch (error) {
        if (isOver(error)) return await startedWith(service);
        const refusal = callerErrorOf(error);
        const closing = refusal instanceof PanelkeeperError && refusal.code === 'ServiceClosing';
        if (!closing || call.leftMs() <= RETRY_MS) throw refusal;
        await delay(RETRY_MS);
      }
    }
  }

  function open(service: Service, patienceMs: number): Promise<OpenAnswer> {
    const startWorkflowOperation = new WithStartWorkflowOperation(SERVICE_LICENSE, startOf(service));
    const args: [Service, { patienceMs: number }] = [service, { patienceMs }];
    return temporal.workflow.executeUpdateWithStart(openUpdate, { args, startWorkflowOperation });
  }

  /**
   * Starts a service's Workflow where the call that was to start it may not have arrived: what is
   * `pending` is open.
   */
  async function startedWith(service: Service): Promise<OpenAnswer> {
    await temporal.connection.withDeadline(Date.now() + START_MS, () =>
      temporal.workflow.start(SERVICE_LICENSE, startOf(service)),
    );
    return { status: 'pending', ...UNANSWERED };
  }

  return { openLicense };
}
