import { log } from '@temporalio/activity';

import { DAY_MS, utcStartOf } from '../../domain/base/calendar.js';
import type { LicenseId } from '../../domain/base/license.js';
import { failure, messageOf } from '../failures.js';
import type { LicenseServerAccess } from '../license/license-server-access.js';
import { withLedgerOrFail } from './pay-once.js';

/** So long before an attempt a charge counts: it is dated by a day, and a clock may be off. */
const BEFORE_MS = 3 * DAY_MS;

/**
 * Asks the list of charges whether more was taken for a license since an attempt (epoch ms) than
 * the ledger knows as paid; fails with `PaymentNotShown` then. A list that cannot be had, or not be
 * trusted, says nothing.
 */
export async function noChargeListed(
  { name: licenseServer, server, ledger }: LicenseServerAccess,
  licenseId: LicenseId,
  attemptedAtMs: number,
): Promise<void> {
  const sinceMs = attemptedAtMs - BEFORE_MS;
  const list = await server.listCharges().catch((error: unknown) => {
    log.warn('charges-not-listed', { reason: messageOf(error) });
    return undefined;
  });
  if (!list?.trusted) return;
  const charged = list.charges.filter(
    (charge) => charge.licenseId === licenseId && utcStartOf(charge.on) >= sinceMs,
  );
  const known = await withLedgerOrFail(async () => {
    let count = 0;
    // A day more, as a charge may bear the date of the next day.
    for await (const { outcomes } of ledger.entries({ licenseServer, sinceMs: sinceMs - DAY_MS }))
      if (outcomes.some((outcome) => outcome.kind === 'done' && outcome.licenseId === licenseId)) count += 1;
    return count;
  });
  if (charged.length <= known) return;
  throw failure(
    'PaymentNotShown',
    `license ${licenseId} was charged more often than it was prolonged: it does not show the last payment`,
  );
}
