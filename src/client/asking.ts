import { setTimeout as delay } from 'node:timers/promises';

import type { Client } from '@temporalio/client';

import type { CutShort } from '../contract/service-license.js';
import { ANSWER_MS, type Patience } from './patience.js';

/** How long to wait before a Workflow that begins a new run, or ends, is asked again. */
export const RETRY_MS = 250;

/** Makes the ways in which a caller with patience asks a Workflow. */
export function asking(temporal: Client) {
  /**
   * A Workflow that begins a new run answers at once, and that run is asked while the caller has
   * patience: by the first run of its life, as the service may have begun another life meanwhile.
   */
  async function askOn<T>(
    call: Patience,
    ask: (life?: string) => Promise<T & Partial<CutShort>>,
  ): Promise<T> {
    for (let life: string | undefined; ;) {
      const asked = life;
      const { cutShortIn, ...answer } = await within(call, () => ask(asked));
      if (cutShortIn === undefined || call.leftMs() <= RETRY_MS) return answer as T;
      life = cutShortIn;
      await delay(RETRY_MS);
    }
  }

  /**
   * The Workflow answers within the caller's patience; the call itself may take a little longer,
   * and then is over.
   */
  async function within<T>(call: Patience, fn: () => Promise<T>): Promise<T> {
    return await temporal.connection.withDeadline(Date.now() + call.leftMs() + ANSWER_MS, fn);
  }

  return { askOn, within };
}
