import { setTimeout as delay } from 'node:timers/promises';

import type { TimeLapse } from '../../src/cli/time-lapse.js';
import { PanelkeeperError } from '../../src/client.js';
import { DAY_MS } from '../../src/domain/calendar.js';
import { ACCOUNT, LICENSE_SERVER } from './chaos-config.js';
import type { ActiveSpan } from './evidence.js';
import type { Losses } from './losses.js';
import type { ChaosEvent, ChaosService, Wish } from './schedule.js';
import { count, countFaults, type FaultTally } from './weather.js';

/** What the provisioning system wants of a service, and how far it has been answered. */
export interface Wanted {
  service: ChaosService;
  wish: Wish;
  /** The service's present life has been accepted. */
  opened: boolean;
  suspended: boolean;
  answered: boolean;
  /** It was answered with a license in its present life. */
  licensed: boolean;
}

/** Enough for what goes well; what does not is asked for again later, as no time skips while a caller waits. */
const PATIENCE_MS = 250;
const PRICE_OF_THE_DEAREST = 100_000;

/** Plays the provisioning system, the license server's weather and the operator. */
export class ChaosFleet {
  readonly wanted = new Map<string, Wanted>();
  /** From when to when which service was wanted active. */
  readonly spans: ActiveSpan[] = [];
  #drainedMinor = 0;
  #day = 0;

  constructor(
    readonly lapse: TimeLapse,
    readonly losses: Losses,
    readonly tally: FaultTally,
  ) {}

  async play(events: readonly ChaosEvent[], progress: (day: number) => void): Promise<void> {
    const startMs = await this.now();
    for (const event of events) {
      const leftMs = startMs + event.atMs - (await this.now());
      if (leftMs > 0) await this.lapse.advance(leftMs);
      await this.#do(event);
      const day = Math.floor(event.atMs / DAY_MS);
      if (day > this.#day) progress((this.#day = day));
    }
  }

  /** Ends all faults and lets everything come to rest. */
  async calm(): Promise<void> {
    this.losses.stop();
    this.#endWeather([]);
    this.#topUp();
    for (const waitMs of [0, 20 * 60_000, 3_600_000, 8 * 3_600_000, DAY_MS, DAY_MS]) {
      await this.lapse.advance(waitMs);
      await this.#tick(true);
    }
  }

  async now(): Promise<number> {
    return await this.lapse.env.currentTimeMs();
  }

  async #do(event: ChaosEvent): Promise<void> {
    switch (event.kind) {
      case 'weather':
        return this.#endWeather(event.weather.rules, event.weather.seed);
      case 'wish':
        return await this.#wish(event.service, event.wish, event.times);
      case 'wake':
        count(this.tally, 'wake');
        return await this.lapse.client.wakeService(event.service.serviceId).catch(ignoreRefusal);
      case 'restart':
        count(this.tally, 'restart');
        return await this.lapse.restartWorkers();
      case 'drain':
        return this.#drain();
      case 'topUp':
        return this.#topUp();
      case 'tick':
        return await this.#tick(this.#day % 15 === 0);
    }
  }

  #endWeather(...next: Parameters<TimeLapse['simulator']['setFaults']>): void {
    countFaults(this.tally, this.lapse.simulator.faultCounts());
    this.lapse.simulator.setFaults(...next);
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

  async #wish(service: ChaosService, wish: Wish, times: number): Promise<void> {
    const { serviceId } = service;
    const before = this.wanted.get(serviceId);
    const goesOn = before && before.wish !== 'closed';
    const wanted: Wanted = {
      service,
      wish,
      opened: goesOn ? before.opened : false,
      suspended: goesOn ? before.suspended : false,
      licensed: goesOn ? before.licensed : false,
      answered: false,
    };
    const nowMs = await this.now();
    this.#endSpan(serviceId, nowMs);
    if (wish === 'active') this.spans.push({ serviceId, sinceMs: nowMs, untilMs: Infinity });
    this.wanted.set(serviceId, wanted);
    if (times > 1) count(this.tally, 'repeated-call', times - 1);
    await Promise.all(Array.from({ length: times }, () => this.#ask(wanted)));
  }

  /** Says once more what is wanted of a service, unless that was answered. */
  async #ask(wanted: Wanted): Promise<void> {
    const { client } = this.lapse;
    const { service, wish } = wanted;
    const { serviceId } = service;
    try {
      if (wish === 'closed') {
        const { status } = await client.closeService(serviceId, { patienceMs: PATIENCE_MS });
        wanted.answered = status === 'closed';
        return;
      }
      if (!wanted.licensed && !(wish === 'suspended' && wanted.opened)) {
        const { status } = await client.openLicense(service, { patienceMs: PATIENCE_MS });
        wanted.opened = true;
        wanted.licensed = status === 'licensed';
      }
      const suspended = wish === 'suspended';
      if (suspended !== wanted.suspended) {
        await (suspended ? client.suspendService(serviceId) : client.resumeService(serviceId));
        wanted.suspended = suspended;
      }
      wanted.answered = suspended || wanted.licensed;
    } catch (error) {
      if (!(error instanceof PanelkeeperError)) throw error;
      // The service's last life has not ended yet: the provisioning system tries again.
      wanted.opened = false;
      if (wish === 'closed' && error.code === 'ServiceUnknown') wanted.answered = true;
    }
  }

  #endSpan(serviceId: string, untilMs: number): void {
    const last = this.spans.findIndex((span) => span.serviceId === serviceId && span.untilMs === Infinity);
    const span = this.spans[last];
    if (span) this.spans[last] = { ...span, untilMs };
  }

  /** Repeats what was not answered; a human looks at those that wait for one, now and then at all. */
  async #tick(lookAtAll: boolean): Promise<void> {
    const open = [...this.wanted.values()].filter(({ answered }) => !answered);
    await inGroups(open, (wanted) => this.#ask(wanted));
    await inGroups([...this.wanted.values()].filter(({ answered }) => lookAtAll || !answered), (wanted) => this.#look(wanted)); // prettier-ignore
    // Lets go on in real time what has just been begun.
    await delay(1);
  }

  async #look({ service: { serviceId } }: Wanted): Promise<void> {
    const { client } = this.lapse;
    const view = await client.getLicense(serviceId).catch(ignoreRefusal);
    if (view?.state !== 'needs-human') return;
    count(this.tally, `human: ${view.trouble?.split(':')[0] ?? ''}`);
    await client.wakeService(serviceId).catch(ignoreRefusal);
  }

  /** The license server that all of it is about. */
  get licenseServer(): string {
    return LICENSE_SERVER;
  }
}

/** Runs some at a time: a server lets ten Updates of one Workflow be in flight, and this machine is small. */
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
