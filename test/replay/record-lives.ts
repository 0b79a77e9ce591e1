import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';

import { licensePoolId, serviceLicenseId } from '../../src/contract/ids.js';
import { sampleService } from '../support/samples.js';
import type { Life } from '../support/time-lapse.js';

export const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** What a recorded history is replayed as. */
export interface Recorded {
  readonly name: string;
  readonly workflowId: string;
  readonly history: ReturnType<typeof historyFromJSON>;
}

/** Reads the histories that were recorded, each in `<name>.json`. */
export function recorded(): Recorded[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const { workflowId, history } = JSON.parse(readFileSync(`${FOLDER}${file}`, 'utf8')) as {
        workflowId: string;
        history: unknown;
      };
      return { name: file.replace('.json', ''), workflowId, history: historyFromJSON(history) };
    });
}

/**
 * Lives the lives that are recorded, and gives the Workflow ids by the name of their recording: a
 * monthly service with troubles and a suspension, one that is closed, one that is served from the
 * pool, and the pool.
 */
export async function liveThem(life: Life): Promise<Record<string, string>> {
  const yearly = { servicePeriodMonths: 12 };
  await life.until('2041-01-30');
  life.simulator.setFaults([{ kind: 'http-503', times: 3 }]);
  await life.openInVain(sampleService());
  await life.days(1);
  await life.open(sampleService({ serviceId: '8', ip: '192.0.2.8', ...yearly }));
  await life.until('2041-02-20');
  life.simulator.setFaults([{ kind: 'drop-after', func: 'service.prolong', times: 2 }]);
  await life.client.closeService('8');
  await life.until('2041-04-10');
  await life.client.suspendService('7');
  await life.client.wakeService('7');
  await life.until('2041-04-20');
  await life.client.resumeService('7');
  await life.open(sampleService({ serviceId: '9', ip: '192.0.2.9', ...yearly }));
  await life.until('2041-10-10');
  await life.client.closeService('7');
  return {
    'monthly-with-troubles': serviceLicenseId('7'),
    'yearly-closed': serviceLicenseId('8'),
    'served-from-the-pool': serviceLicenseId('9'),
    pool: licensePoolId('licenses'),
  };
}
