import type { Life } from '../domain/life/life.js';
import { permitPayment } from '../domain/life/payment-permit.js';
import { planRenewal } from '../domain/base/renewal.js';
import type { Terms } from '../domain/terms/terms.js';
import { provider } from './activities.js';
import { StepHeld } from './failures.js';

/**
 * Asks the provider, where the configuration says so, whether the service is still active, and says whether to pay: a
 * lost message must not pay for a dead service for ever.
 */
export async function mayPay(life: Life, terms: Terms): Promise<boolean> {
  const { asksStatus, processingModule, whileSuspended } = terms;
  if (!asksStatus) return true;
  const { service, license, obtaining } = life;
  const { serviceId } = service;
  const asked = await provider.askServiceStatus.executeWithOptions(
    { summary: `is service ${serviceId} active?` },
    [serviceId, processingModule],
  );
  const now = Date.now();
  const emergencyAtMs = license ? planRenewal(license, terms.lead, serviceId).emergencyAtMs : Infinity;
  const keepsOne = license !== undefined || obtaining?.paidUntilMs !== undefined;
  const keptWhileSuspended = whileSuspended === 'prolong' && keepsOne;
  const permit = permitPayment(asked, asksStatus, keptWhileSuspended, now, emergencyAtMs);
  switch (permit.kind) {
    case 'pay':
      return true;
    case 'believe':
      life.status = permit.status;
      return false;
    case 'wait':
      throw new StepHeld({
        failure: 'ServiceStatusUnknown',
        message: 'the provider does not say whether the service is active',
        retryAfterMs: permit.untilMs - now,
      });
  }
}
