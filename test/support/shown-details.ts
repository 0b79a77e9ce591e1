import { setTimeout as delay } from 'node:timers/promises';

import { defineQuery } from '@temporalio/workflow';

import { serviceLicenseId } from '../../src/contract/ids.js';
import type { Life } from './time-lapse.js';

const metadataQuery = defineQuery<{ currentDetails?: string }>('__temporal_workflow_metadata');

/** Reads the details that the Temporal UI shows of a service. */
export async function shownDetails(life: Life, serviceId = '7'): Promise<string> {
  const handle = life.env.client.workflow.getHandle(serviceLicenseId(serviceId));
  return (await handle.query(metadataQuery)).currentDetails ?? '';
}

/**
 * Waits in real time until the Temporal UI shows something of a service; the limit of the test ends
 * what never comes.
 */
export async function untilShown(life: Life, words: RegExp): Promise<void> {
  while (!words.test(await shownDetails(life))) await delay(20);
}
