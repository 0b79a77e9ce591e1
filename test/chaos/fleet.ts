import type { WorkflowExecutionDescription } from '@temporalio/client';

import type { TimeLapse } from '../../src/cli/shared/time-lapse.js';
import { PanelkeeperError } from '../../src/client.js';
import { NOT_ANSWERED } from '../../src/client/patience.js';
import { MAIN_TASK_QUEUE, serviceLicenseId } from '../../src/contract/ids.js';
import { reconcileId } from '../../src/contract/reconcile.js';
import { LicenseId, LicenseState } from '../../src/contract/search-attributes.js';
import { DAY_MS } from '../../src/domain/base/calendar.js';
import type { Price } from '../../src/simulator/simulator.js';
import { ACCOUNT, LICENSE_SERVER, PASSWORD } from './chaos-config.js';
import { holderIn } from './check-licenses.js';
import type { ActiveSpan, Closing, Move } from './evidence.js';
import type { Losses } from './losses.js';
import type { ChaosEvent, ChaosService, Desire } from './schedule.js';
import { count, countFaults, type FaultTally } from './weather.js';

/** What the provisioning system wants of a service, and how far it has been answered. */
export interface Wanted extends Desire {
  /** What has been accepted of it in the service's present life; nothing where it has none. */
  told: Desire | null;
  /** It was answered with a license in its present life. */
  licensed: boolean;
  answered: boolean;
}

/**
 * For a license that is there already, so that only its key is waited for. All other calls wait for
 * nothing and are repeated: no time skips while a caller waits, and the engine stalls when a timer
 * fires while it is being cancelled.
 */
const PATIENCE_MS = 1500;
const NO_PATIENCE = { patienceMs: 0 };
const PRICE_OF_THE_DEAREST = 100_000;
const LOST_EXPORT = { kind: 'http-503', func: 'pricelist.export' } as const;

export interface FleetParts {
  readonly lapse: TimeLapse;
  readonly losses: Losses;
  readonly tally: FaultTally;
  /** By the id of each service. */
  readonly wanted: Map<string, Wanted>;
}

/** Plays the provisioning system, the license server's weather and the operator. */
export class ChaosFleet {
  /** From when to when which service was wanted active. */
  readonly spans: ActiveSpan[] = [];
  /** When which service's end was accepted. */
  readonly closings: Closing[] = [];
  /** At which address which service was wanted from when. */
  readonly moves: Move[] = [];
  readonly lapse: TimeLapse;
  readonly losses: Losses;
  readonly tally: FaultTally;
  readonly wanted: Map<string, Wanted>;
  #weather: Parameters<TimeLapse['simulator']['setFaults']> = [[]];
  #isExportLost = false;
  #pricesAtFirst: readonly Price[] = [];
  #drainedMinor = 0;
  #day = 0;
  #startMs = 0;

  constructor(
    { lapse, losses, tally, wanted }: FleetParts,
    /** Lets the next workers keep some Workflows in memory. */
    readonly remember: () => void,
  ) {
    this.lapse = lapse;
    this.losses = losses;
    this.tally = tally;
    this.wanted = wanted;
  }

  async play(events: readonly ChaosEvent[], progress: (day: number) => void): Promise<void> {
    this.#startMs = await this.now();
    this.#pricesAtFirst = this.lapse.simulator.prices();
    for (const event of events) {
      const leftMs = this.#startMs + event.atMs - (await this.now());
      if (leftMs > 0) await this.lapse.advance(leftMs);
      await this.#do(event);
      const day = Math.floor(event.atMs / DAY_MS);
      if (day > this.#day) progress((this.#day = day));
    }
  }

  /** Ends all faults and lets everything come to rest. */
  async calm(): Promise<void> {
    this.losses.stop();
    this.#isExportLost = false;
    this.#endWeather([]);
    this.lapse.simulator.setPassword(ACCOUNT, PASSWORD);
    await this.#setClock(0);
    this.#topUp();
    for (const waitMs of [0, 20 * 60_000, 3_600_000, 8 * 3_600_000, DAY_MS, DAY_MS]) {
      await this.lapse.advance(waitMs);
      await this.#compare();
      await this.#askAll(true);
    }
  }

  async now(): Promise<number> {
    return await this.lapse.env.currentTimeMs();
  }

  async #do(event: ChaosEvent): Promise<void> {
    switch (event.kind) {
      case 'weather':
        return this.#endWeather(event.weather.rules, event.weather.seed);
      case 'desire':
        return await this.#desire(event, event.times);
      case 'wake':
        count(this.tally, 'wake');
        return await this.lapse.client.wakeService(event.service.serviceId).catch(ignoreRefusal);
      case 'restart':
        count(this.tally, 'restart');
        if (event.isLast) this.remember();
        return await this.lapse.restartWorkers();
      case 'clock':
        return await this.#setClock(event.skewMs);
      case 'prices':
        return this.#setPrices(event.times);
      case 'export':
        if (event.isLost) count(this.tally, 'lost-export');
        this.#isExportLost = event.isLost;
        return this.#endWeather(...this.#weather);
      case 'password':
        if (!event.isOurs) count(this.tally, 'other-password');
        return this.lapse.simulator.setPassword(ACCOUNT, event.isOurs ? PASSWORD : 'another');
      case 'suspension':
        return await this.#suspend(event.share);
      case 'comparison':
        return await this.#compare();
      case 'drain':
        return this.#drain();
      case 'topUp':
        return this.#topUp();
      case 'again': {
        const { serviceId } = event;
        const wanted = serviceId === undefined ? undefined : this.wanted.get(serviceId);
        if (wanted && !wanted.answered) await this.#ask(wanted);
        if (serviceId === undefined) await this.#askAll(this.#day % 15 === 0);
        return;
      }
    }
  }

  #endWeather(...next: Parameters<TimeLapse['simulator']['setFaults']>): void {
    countFaults(this.tally, this.lapse.simulator.faultCounts());
    this.#weather = next;
    const [rules, seed] = next;
    this.lapse.simulator.setFaults(this.#isExportLost ? [LOST_EXPORT, ...rules] : rules, seed);
  }

  #setPrices(times: number): void {
    count(this.tally, 'other-prices');
    for (const { priceList, period, amountMinor } of this.#pricesAtFirst)
      this.lapse.simulator.setPrice(priceList, period, {
        amountMinor: Math.round(amountMinor * times),
        currency: 'EUR',
      });
  }

  /** The vendor suspends one of the licenses that serve. */
  async #suspend(share: number): Promise<void> {
    const { simulator } = this.lapse;
    const serving = simulator
      .licenses()
      .filter(({ status, licname }) => status === 'active' && holderIn(licname));
    const chosen = serving[Math.floor(share * serving.length)];
    if (!chosen) return;
    count(this.tally, 'suspended-there');
    await simulator.suspend(chosen.licenseId);
  }

  /** Nobody waits for it, as time goes on. */
  async #compare(): Promise<void> {
    await this.lapse.env.client.workflow.start('reconcileLicenses', {
      workflowId: reconcileId(LICENSE_SERVER),
      taskQueue: MAIN_TASK_QUEUE,
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [
        { licenseServer: LICENSE_SERVER, apply: true, patient: true, serviceIds: [...this.wanted.keys()] },
      ],
    });
  }

  async #setClock(skewMs: number): Promise<void> {
    if (skewMs !== 0) count(this.tally, 'clock-skew');
    await this.lapse.simulator.setClock((await this.now()) + skewMs, 'runs');
  }

  #drain(): void {
    const balance = this.lapse.simulator.balances().find(({ username }) => username === ACCOUNT)?.balance;
    if (!balance || this.#drainedMinor > 0) return;
    count(this.tally, 'drain');
    this.#drainedMinor = balance.amountMinor;
    this.lapse.simulator.topUp(ACCOUNT, { ...balance, amountMinor: -balance.amountMinor });
  }

  #topUp(): void {
    if (this.#drainedMinor === 0) return;
    const amountMinor = Math.max(this.#drainedMinor, PRICE_OF_THE_DEAREST);
    this.#drainedMinor = 0;
    this.lapse.simulator.topUp(ACCOUNT, { amountMinor, currency: 'EUR' });
  }

  async #desire({ service, wish, endsAtMs }: Desire, times: number): Promise<void> {
    const { serviceId } = service;
    const before = this.wanted.get(serviceId);
    const goesOn = before && before.wish !== 'closed';
    const wanted: Wanted = {
      service,
      wish,
      endsAtMs: endsAtMs === null ? null : this.#startMs + endsAtMs,
      told: goesOn ? before.told : null,
      licensed: goesOn ? before.licensed : false,
      answered: false,
    };
    const nowMs = await this.now();
    if (service.ip !== before?.service.ip) this.moves.push({ serviceId, ip: service.ip, atMs: nowMs });
    if (wish !== before?.wish) {
      this.#endSpan(serviceId, nowMs);
      if (wish === 'active') this.spans.push({ serviceId, sinceMs: nowMs, untilMs: Infinity });
    }
    this.wanted.set(serviceId, wanted);
    if (times > 1) count(this.tally, 'repeated-call', times - 1);
    await Promise.all(Array.from({ length: times - 1 }, () => this.#repeat(wanted)));
    await this.#ask(wanted);
  }

  /** Says what is wanted as a second caller does, who does not wait for the answer. */
  async #repeat({ service, wish }: Wanted): Promise<void> {
    const { client } = this.lapse;
    const { serviceId } = service;
    const calls = {
      active: () => client.openLicense(service, NO_PATIENCE),
      suspended: () => client.suspendService(serviceId),
      closed: () => client.closeService(serviceId, NO_PATIENCE),
    };
    await calls[wish]().catch(ignoreRefusal);
  }

  /** Says once more what is wanted of a service, unless that was answered. */
  async #ask(wanted: Wanted): Promise<void> {
    const { wish, service } = wanted;
    try {
      wanted.answered = wish === 'closed' ? await this.#close(service) : await this.#keep(wanted);
    } catch (error) {
      if (!(error instanceof PanelkeeperError)) throw error;
      // The service's last life has not ended yet: the provisioning system tries again.
      wanted.told = null;
      if (wish === 'closed' && error.code === 'ServiceUnknown') wanted.answered = true;
    }
  }

  async #close({ serviceId }: ChaosService): Promise<boolean> {
    const answer = await this.lapse.client.closeService(serviceId, NO_PATIENCE);
    const isAccepted = answer.status === 'closed' || answer.reason !== NOT_ANSWERED;
    if (isAccepted) this.closings.push({ serviceId, atMs: await this.now() });
    return answer.status === 'closed';
  }

  /** Says of a service that is to live what has not been said or was not accepted yet. */
  async #keep(wanted: Wanted): Promise<boolean> {
    const { client } = this.lapse;
    const { service, wish, endsAtMs } = wanted;
    const { serviceId } = service;
    const told = (wanted.told ??= await this.#open(service));
    const say = (more: Partial<Desire>) => (wanted.told = { ...(wanted.told ?? told), ...more });
    let isDone = true;
    if (told.service.ip !== service.ip) {
      count(this.tally, 'change-of-address');
      isDone &&= (await client.changeIp(serviceId, service.ip, NO_PATIENCE)).status === 'changed';
      say({ service: { ...told.service, ip: service.ip } });
    }
    if (told.service.panel !== service.panel) {
      count(this.tally, 'change-of-panel');
      const { status } = await client.changePanel(serviceId, { panel: service.panel }, NO_PATIENCE);
      isDone &&= status === 'changed';
      if (status !== 'refused') say({ service });
    }
    if (told.endsAtMs !== endsAtMs) {
      count(this.tally, endsAtMs === null ? 'end-taken-back' : 'known-end');
      await client.scheduleClose(serviceId, endsAtMs === null ? null : new Date(endsAtMs));
      say({ endsAtMs });
    }
    if (told.wish !== wish) {
      await (wish === 'suspended' ? client.suspendService(serviceId) : client.resumeService(serviceId));
      say({ wish });
    }
    wanted.licensed ||= wish === 'active' && (await this.#readKey(service));
    return isDone && (wish === 'suspended' || wanted.licensed);
  }

  async #open(service: ChaosService): Promise<Desire> {
    await this.lapse.client.openLicense(service, NO_PATIENCE);
    return { service, wish: 'active', endsAtMs: null };
  }

  /** Waits for the answer with the key where a license is there. */
  async #readKey(service: ChaosService): Promise<boolean> {
    const { typedSearchAttributes } = await this.#describe(service.serviceId);
    if (typedSearchAttributes.get(LicenseId) === undefined) return false;
    return (await this.lapse.client.openLicense(service, { patienceMs: PATIENCE_MS })).status === 'licensed';
  }

  #endSpan(serviceId: string, untilMs: number): void {
    const last = this.spans.findIndex((span) => span.serviceId === serviceId && span.untilMs === Infinity);
    const span = this.spans[last];
    if (span) this.spans[last] = { ...span, untilMs };
  }

  /**
   * Repeats what was not answered; a human looks at those that wait for one, now and then at all.
   */
  async #askAll(lookAtAll: boolean): Promise<void> {
    const open = [...this.wanted.values()].filter(({ answered }) => !answered);
    await inGroups(open, (wanted) => this.#ask(wanted));
    await inGroups(
      [...this.wanted.values()].filter(({ answered }) => lookAtAll || !answered),
      (wanted) => this.#look(wanted),
    );
  }

  async #look({ service: { serviceId } }: Wanted): Promise<void> {
    const { status, typedSearchAttributes } = await this.#describe(serviceId);
    if (status.name !== 'RUNNING' || typedSearchAttributes.get(LicenseState) !== 'needs-human') return;
    const { trouble = '' } = await this.lapse.client.getLicense(serviceId);
    const [failure = ''] = trouble.split(':');
    this.tally.humans[failure] = (this.tally.humans[failure] ?? 0) + 1;
    await this.lapse.client.wakeService(serviceId).catch(ignoreRefusal);
  }

  /**
   * Reads what the engine itself knows: Queries beside other calls stall the one that skips time.
   */
  async #describe(serviceId: string): Promise<WorkflowExecutionDescription> {
    return await this.lapse.env.client.workflow.getHandle(serviceLicenseId(serviceId)).describe();
  }
}

/**
 * Runs some at a time: a server lets ten Updates of one Workflow be in flight, and this machine is
 * small.
 */
export async function inGroups<T>(
  all: readonly T[],
  run: (one: T) => Promise<void>,
  size = 8,
): Promise<void> {
  for (let at = 0; at < all.length; at += size) await Promise.all(all.slice(at, at + size).map(run));
}

function ignoreRefusal(error: unknown): undefined {
  if (!(error instanceof PanelkeeperError)) throw error;
  return undefined;
}
