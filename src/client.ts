/**
 * What a provisioning system imports: opens and closes services, idempotently, and reads what
 * became of them.
 */
import { WorkflowNotFoundError, type Client, type WorkflowHandle } from '@temporalio/client';

import { asking } from './client/asking.js';
import { connectTemporal } from './client/connect.js';
import { isOver, known, rethrowKnown } from './client/errors.js';
import { licenseLister, licensePager } from './client/list-licenses.js';
import { UNANSWERED, patienceOf, type CallOptions } from './client/patience.js';
import { opening } from './client/opening.js';
import { poolCalls } from './client/pool-calls.js';
import { parseIp, parsePanel, parseServiceChange, parseServiceId } from './client/service-request.js';
import { recalling } from './client/recalling.js';
import { serviceLicenseId } from './contract/ids.js';
import {
  changeIpUpdate,
  changePanelUpdate,
  changeServiceUpdate,
  renewKeyUpdate,
  closeUpdate,
  openUpdate,
  resolveUpdate,
  resumeUpdate,
  scheduleCloseUpdate,
  suspendUpdate,
  viewQuery,
  wakeSignal,
  type ChangeIpAnswer,
  type ChangePanelAnswer,
  type ChangeServiceAnswer,
  type CloseAnswer,
  type OpenAnswer,
  type PanelRequest,
  type RenewKeyAnswer,
  type ScheduleClose,
  type ServiceView,
} from './contract/service-license.js';
import type { Resolution } from './domain/life/resolution.js';
import type { ServiceChange } from './domain/terms/service-change.js';
import type { serviceLicense } from './workflows/index.js';

export { PanelkeeperError } from './client/errors.js';
export { parseConfig } from './config.js';
export type { PricedList } from './domain/base/price.js';
export { quote, type Quote, type QuoteAnswer, type QuoteRequest } from './domain/terms/quote.js';
export type { ListedLicense, ListPage } from './client/list-licenses.js';
export type { CallOptions } from './client/patience.js';
export type { ServiceRequest } from './client/service-request.js';
export type { ServiceChange } from './domain/terms/service-change.js';
export type {
  ChangeIpAnswer,
  ChangePanelAnswer,
  ChangeServiceAnswer,
  CloseAnswer,
  LicenseAnswer,
  OpenAnswer,
  PanelRequest,
  RenewKeyAnswer,
  ServiceView,
  Standing,
  Unfinished,
} from './contract/service-license.js';

export type PanelkeeperClient = ReturnType<typeof createPanelkeeperClient>;

/**
 * Connects panelkeeper's client to the Temporal Service that the `TEMPORAL_*` variables or a
 * profile of `temporal.toml` name; `close` ends the connection. Throws what Temporal's client does
 * where it cannot be reached.
 */
export async function connectPanelkeeper(): Promise<PanelkeeperClient & { close(): Promise<void> }> {
  const { temporal, close } = await connectTemporal();
  return { ...createPanelkeeperClient(temporal), close };
}

/** Makes panelkeeper's client over a Temporal client. Every call may be repeated at will. */
export function createPanelkeeperClient(temporal: Client) {
  const { askOn, within } = asking(temporal);
  const { openLicense } = opening(temporal);
  const { requireClosedLongAgo } = recalling(temporal);
  const handleOf = (serviceId: string, firstExecutionRunId?: string) =>
    temporal.workflow.getHandle<typeof serviceLicense>(
      serviceLicenseId(parseServiceId(serviceId)),
      undefined,
      { firstExecutionRunId },
    );

  /**
   * Closes a service: its license goes to the pool. A service that is closed already is a result.
   */
  async function closeService(serviceId: string, options: CallOptions = {}): Promise<CloseAnswer> {
    const call = patienceOf(options);
    try {
      return await askOn(call, (life) => close(serviceId, call.leftMs(), life));
    } catch (error) {
      if (isOver(error)) return { status: 'closing', ...UNANSWERED };
      throw known(error, serviceId);
    }
  }

  async function close(serviceId: string, patienceMs: number, life?: string): Promise<CloseAnswer> {
    try {
      return await handleOf(serviceId, life).executeUpdate(closeUpdate, { args: [{ patienceMs }] });
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      // The life that was told to close is over, whatever the service is now.
      if (life === undefined && !(await wasClosed(serviceId))) await requireClosedLongAgo(serviceId);
      return { status: 'closed' };
    }
  }

  /**
   * Tells that a service has another address: its license follows in place, or another one takes
   * its place with a key of its own, or the license server's rule is waited for, with the reason.
   * Asking again goes on waiting.
   */
  async function changeIp(serviceId: string, ip: string, options: CallOptions = {}): Promise<ChangeIpAnswer> {
    const address = parseIp(ip);
    const call = patienceOf(options);
    try {
      return await askOn(call, (life) =>
        handleOf(serviceId, life).executeUpdate(changeIpUpdate, {
          args: [address, { patienceMs: call.leftMs() }],
        }),
      );
    } catch (error) {
      if (isOver(error)) return { status: 'waiting', ...UNANSWERED };
      throw known(error, serviceId);
    }
  }

  /**
   * Gives a service another panel: its license is moved to the other price list where the license
   * server allows that, else another one takes its place. What is refused leaves everything as it
   * was.
   */
  async function changePanel(
    serviceId: string,
    request: PanelRequest,
    options: CallOptions = {},
  ): Promise<ChangePanelAnswer> {
    const panel = parsePanel(request);
    const call = patienceOf(options);
    try {
      return await askOn(call, (life) =>
        handleOf(serviceId, life).executeUpdate(changePanelUpdate, {
          args: [panel, { patienceMs: call.leftMs() }],
        }),
      );
    } catch (error) {
      if (isOver(error)) return { status: 'pending', ...UNANSWERED };
      throw known(error, serviceId);
    }
  }

  /**
   * Tells that the client's order is another one: its name, period or tariff. The next payment is
   * for the new period; what the configuration refuses changes nothing.
   */
  async function changeService(
    serviceId: string,
    change: ServiceChange,
    options?: CallOptions,
  ): Promise<ChangeServiceAnswer> {
    const args: [ServiceChange] = [parseServiceChange(change)];
    return await answered(serviceId, options, (handle) =>
      handle.executeUpdate(changeServiceUpdate, { args }),
    );
  }

  /**
   * Tells when a service will end, or with `null` that its end is not known any more; nothing is
   * paid beyond it. A moment that is past is refused unless it is confirmed: the service ends at
   * once then.
   */
  async function scheduleClose(
    serviceId: string,
    closesAt: Date | null,
    { confirm, ...options }: Pick<ScheduleClose, 'confirm'> & CallOptions = {},
  ): Promise<ServiceView> {
    const args: [ScheduleClose] = [
      { closesAtMs: closesAt && closesAt.getTime(), ...(confirm && { confirm }) },
    ];
    return await answered(serviceId, options, (handle) =>
      handle.executeUpdate(scheduleCloseUpdate, { args }),
    );
  }

  /** Tells that a service is suspended; its license is kept or lapses as the configuration says. */
  async function suspendService(serviceId: string, options?: CallOptions): Promise<ServiceView> {
    return await answered(serviceId, options, (handle) => handle.executeUpdate(suspendUpdate));
  }

  /**
   * Renews the license key of a service, which has leaked: the old one stops working. The license
   * server allows that once in a while, and says so before.
   */
  async function renewKey(serviceId: string, options: CallOptions = {}): Promise<RenewKeyAnswer> {
    const call = patienceOf(options);
    const args: [{ patienceMs: number }] = [{ patienceMs: call.leftMs() }];
    return await within(call, () => handleOf(serviceId).executeUpdate(renewKeyUpdate, { args })).catch(
      rethrowKnown(serviceId),
    );
  }

  /** Tells that a suspended service is active again. */
  async function resumeService(serviceId: string, options?: CallOptions): Promise<ServiceView> {
    return await answered(serviceId, options, (handle) => handle.executeUpdate(resumeUpdate));
  }

  /**
   * Reads the license of an open service with its key, or says `pending` when the caller's patience
   * is over. It opens nothing.
   */
  async function readLicense(serviceId: string, options: CallOptions = {}): Promise<OpenAnswer> {
    const call = patienceOf(options);
    const { service } = await getLicense(serviceId, options);
    return await askOn(call, (life) =>
      handleOf(serviceId, life).executeUpdate(openUpdate, { args: [service, { patienceMs: call.leftMs() }] }),
    ).catch(rethrowKnown(serviceId));
  }

  /** Reads a service, open or closed, and its license without the key. */
  async function getLicense(serviceId: string, options?: CallOptions): Promise<ServiceView> {
    return await answered(serviceId, options, (handle) => handle.query(viewQuery));
  }

  /**
   * Decides, as a human, about a service whose step has failed; `getLicense` says in `mayResolve`
   * what it would take. Throws a PanelkeeperError `NotPossible` for what is not possible now.
   */
  async function resolveService(
    serviceId: string,
    resolution: Resolution,
    options?: CallOptions,
  ): Promise<ServiceView> {
    const args: [Resolution] = [resolution];
    return await answered(serviceId, options, (handle) => handle.executeUpdate(resolveUpdate, { args }));
  }

  /**
   * Makes a service's Workflow look at everything again now: after a top-up, a new password, a
   * repaired server.
   */
  async function wakeService(serviceId: string, options?: CallOptions): Promise<void> {
    await answered(serviceId, options, (handle) => handle.signal(wakeSignal));
  }

  /** Asks a service what is answered at once where a worker runs. */
  async function answered<T>(
    serviceId: string,
    { patienceMs = AT_ONCE_MS }: CallOptions = {},
    ask: (handle: WorkflowHandle<typeof serviceLicense>) => Promise<T>,
  ): Promise<T> {
    const handle = handleOf(serviceId);
    return await within(patienceOf({ patienceMs }), () => ask(handle)).catch(rethrowKnown(serviceId));
  }

  async function wasClosed(serviceId: string): Promise<boolean> {
    return await handleOf(serviceId)
      .describe()
      .then(({ status }) => status.name !== 'RUNNING')
      .catch(() => false);
  }

  return {
    openLicense,
    closeService,
    changeIp,
    changePanel,
    changeService,
    scheduleClose,
    suspendService,
    resumeService,
    renewKey,
    getLicense,
    readLicense,
    resolveService,
    wakeService,
    listLicenses: licenseLister(temporal),
    listPage: licensePager(temporal),
    ...poolCalls(temporal),
  };
}

/** What needs no license server is answered within a moment, unless no worker runs. */
const AT_ONCE_MS = 10_000;
