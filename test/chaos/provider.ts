import { isGrpcServiceError } from '@temporalio/client';

import { PanelkeeperError, type PanelkeeperClient } from '../../src/client.js';
import { LICENSE_SERVER } from './chaos-config.js';
import type { Dice } from './chance.js';
import { inGroups } from './fleet.js';
import type { ChaosService, Wish } from './schedule.js';
import { count, type FaultTally } from './weather.js';

interface Wanted {
  readonly service: ChaosService;
  wish: Wish;
  isMet: boolean;
}

/**
 * A provisioning system that opens and closes services all the time, and repeats whatever was not
 * answered.
 */
export class ImpatientProvider {
  readonly wanted = new Map<string, Wanted>();

  constructor(
    readonly client: PanelkeeperClient,
    readonly tally: FaultTally,
  ) {}

  /** Opens some new services, closes some that are open and opens some again that were closed. */
  async wantMore(dice: Dice): Promise<void> {
    for (const wanted of this.wanted.values()) {
      if (!dice.happens(0.12)) continue;
      wanted.wish = wanted.wish === 'closed' ? 'active' : 'closed';
      wanted.isMet = false;
    }
    for (let more = dice.pick([1, 2, 3]); more > 0; more -= 1) {
      const number = this.wanted.size + 1;
      const serviceId = String(number);
      const ip = `192.0.${2 + Math.floor(number / 250)}.${1 + (number % 250)}`;
      const service = {
        serviceId,
        serviceName: `vps${number}`,
        ip,
        panel: 'billmanager6',
        servicePeriodMonths: 1,
      };
      this.wanted.set(serviceId, { service, wish: 'active', isMet: false });
    }
    await this.insist();
  }

  /**
   * Says again what is not as it is wanted, and wakes who waits; whoever cannot be reached is asked
   * later.
   */
  async insist(): Promise<void> {
    const unmet = [...this.wanted.values()].filter(({ isMet }) => !isMet);
    await inGroups(unmet, (wanted) => this.#ask(wanted));
  }

  /** Whether all is as it is wanted, and no hand-out of the pool is under way. */
  async isContent(): Promise<boolean> {
    await this.insist();
    return !(await this.#poolIsBusy()) && [...this.wanted.values()].every(({ isMet }) => isMet);
  }

  async #poolIsBusy(): Promise<boolean> {
    try {
      const { claims, vacating } = await this.client.getPool(LICENSE_SERVER);
      return Object.keys({ ...claims, ...vacating }).length > 0;
    } catch (error) {
      // It was reset, or its worker killed, a moment ago.
      if (!isGrpcServiceError(error)) throw error;
      return true;
    }
  }

  async #ask(wanted: Wanted): Promise<void> {
    const { service, wish } = wanted;
    const { serviceId } = service;
    try {
      if (wish === 'closed') {
        wanted.isMet = (await this.client.closeService(serviceId, { patienceMs: 0 })).status === 'closed';
      } else {
        await this.client.openLicense(service, { patienceMs: 0 });
        const { state, next } = await this.client.getLicense(serviceId);
        // Else the next prolongation is being made.
        wanted.isMet = state === 'active' && next.startsWith('prolongs at ');
      }
      if (!wanted.isMet) await this.client.wakeService(serviceId);
    } catch (error) {
      if (isGrpcServiceError(error) || isGrpcServiceError((error as Error).cause))
        count(this.tally, 'call-unanswered');
      else if (wish === 'closed' && error instanceof PanelkeeperError && error.code === 'ServiceUnknown')
        wanted.isMet = true;
      else if (!(error instanceof PanelkeeperError)) throw error;
    }
  }
}
