/** A whole panelkeeper for each test, whose years pass in seconds. */
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { engineSettings } from '../../src/cli/shared/environment.js';
import { startTimeLapse, type TimeLapse, type TimeLapseOptions } from '../../src/cli/shared/time-lapse.js';
import type { OpenAnswer, ServiceRequest, ServiceView } from '../../src/client.js';
import type { LicenseAnswer } from '../../src/contract/service-license.js';
import { DAY_MS, date, utcDateOf, utcStartOf } from '../../src/domain/base/calendar.js';
import type { Charge } from '../../src/simulator/simulator.js';
import { sampleConfig } from './sample-config.js';

/** No prolongation is tried sooner. */
const DAYS_BEFORE_EXPIRY = 4;

/** For every test that starts an engine: what hangs ends here, and nothing is measured by it. */
export const LIFE_LIMIT = { timeout: 120_000 };

export interface Life extends TimeLapse {
  /** Lets so many days pass, with all that falls due in them. */
  days(count: number): Promise<void>;
  /** Lets time pass up to noon, UTC, of a date. */
  until(on: string): Promise<void>;
  /**
   * Lets time pass until a step of each service has failed, at its next prolongation at the latest;
   * a long wait for a repair is long for the engine as well.
   */
  untilTrouble(...serviceIds: string[]): Promise<void>;
  today(): Promise<string>;
  /** Opens a service that is to be licensed at once. */
  open(request: ServiceRequest): Promise<LicenseAnswer>;
  /**
   * Opens a service that cannot get a license now, and gives what is shown of it once a step has
   * failed.
   */
  openInVain(request: ServiceRequest): Promise<ServiceView>;
  /** Each charge for a service as `date function price-list`. */
  paidFor(serviceId: string): string[];
}

type Options = Partial<Pick<TimeLapseOptions, 'config' | 'options' | 'simulator' | 'around'>>;

/** Gives the function that starts a life in a test, and stops it when the test ends. */
export function lives(): (t: TestContext, options?: Options) => Promise<Life> {
  return async (t, options) => {
    const life = await startLife(options);
    t.after(() => life.stop());
    return life;
  };
}

/** Starts a life that whoever starts it stops. */
export async function startLife(options: Options = {}): Promise<Life> {
  return withShorthands(
    await startTimeLapse({ config: sampleConfig(), engine: engineSettings(), ...options }),
  );
}

function withShorthands(lapse: TimeLapse): Life {
  const until = async (instantMs: number) => {
    const leftMs = instantMs - (await lapse.env.currentTimeMs());
    if (leftMs > 0) await lapse.advance(leftMs);
  };
  return {
    ...lapse,
    days: (count) => lapse.advance(count * DAY_MS),
    until: (on) => until(utcStartOf(date(on)) + DAY_MS / 2),
    untilTrouble: async (...serviceIds) => {
      for (const serviceId of serviceIds) {
        const { license, trouble } = await lapse.client.getLicense(serviceId);
        if (license && trouble === undefined)
          await until(utcStartOf(date(license.expiresOn)) - DAYS_BEFORE_EXPIRY * DAY_MS);
        while ((await lapse.client.getLicense(serviceId)).trouble === undefined)
          await lapse.advance(DAY_MS / 24);
      }
    },
    today: async () => utcDateOf(await lapse.env.currentTimeMs()),
    open: async (request) => licensed(await lapse.client.openLicense(request, { patienceMs: 10_000 })),
    openInVain: async (request) => {
      await lapse.client.openLicense(request, { patienceMs: 0 });
      for (;;) {
        const view = await lapse.client.getLicense(request.serviceId);
        if (view.trouble !== undefined) return view;
        await delay(20);
      }
    },
    paidFor: (serviceId) => lapse.simulator.charges().filter(belongsTo(serviceId)).map(inWords),
  };
}

/** Gives the license of an answer that is to have one. */
export function licensed(answer: OpenAnswer): LicenseAnswer {
  if (answer.status === 'licensed') return answer.license;
  throw new Error(`expected a license, but it is pending: ${answer.reason}`);
}

export function belongsTo(serviceId: string): (charge: Charge) => boolean {
  return ({ remoteId }) => remoteId?.startsWith(`pk/${serviceId}/`) ?? false;
}

function inWords({ on, func, priceList }: Charge): string {
  return `${on} ${func} ${priceList}`;
}
