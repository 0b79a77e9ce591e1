import { log } from '@temporalio/activity';
import { request } from 'undici';
import { z } from 'zod';

import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import type { AskedStatus } from '../../domain/life/payment-permit.js';
import type { ServiceStatus } from '../../domain/base/service.js';
import { messageOf } from '../failures.js';

const TIMEOUT_MS = 10_000;
const statusAnswer = z.object({ status: z.enum(['active', 'suspended', 'closed']) });

/** Asks the provider whether a service still lives, before something is paid for it. */
export function askServiceStatus(catalogue: () => Catalogue) {
  return async (serviceId: string, processingModule: string): Promise<AskedStatus> => {
    const { serviceStatus } =
      catalogue().processingModules.find(({ name }) => name === processingModule) ?? {};
    if (!serviceStatus) return 'active';
    try {
      return await ask(serviceStatus.url.replaceAll('{serviceId}', encodeURIComponent(serviceId)));
    } catch (error) {
      log.warn('service-status-unreachable', { serviceId, reason: messageOf(error) });
      return 'unreachable';
    }
  };
}

async function ask(url: string): Promise<ServiceStatus> {
  const { statusCode, body } = await request(url, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headersTimeout: TIMEOUT_MS,
  });
  const text = await body.text();
  if (statusCode !== 200)
    throw new Error(`asked for the status of the service, the answer was HTTP ${statusCode}`);
  return statusAnswer.parse(JSON.parse(text)).status;
}
