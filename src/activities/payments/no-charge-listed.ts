import { log } from '@temporalio/activity';

import { DAY_MS, utcStartOf } from '../../domain/base/calendar.js';
import type { LicenseId } from '../../domain/base/license.js';
import { failure, messageOf } from '../failures.js';
import type { LicenseServerAccess } from '../license/license-server-access.js';
import { withLedgerOrFail } from './pay-once.js';

/** A charge is dated by a day in whatever zone, and a clock may be off. */
const AROUND_MS = 2 * DAY_MS;

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
  const sinceMs = attemptedAtMs - AROUND_MS;
  const list = await server.listCharges().catch((error: unknown) => {
    log.warn('charges-not-listed', { reason: messageOf(error) });
    return undefined;
  });
  if (!list?.trusted) return;
  const charged = list.charges.filter(
    (charge) => charge.licenseId === licenseId && utcStartOf(charge.on) >= sinceMs - DAY_MS,
  );
  const known = await withLedgerOrFail(async () => {
    let count = 0;
    for await (const { outcomes } of ledger.entries({ licenseServer, sinceMs: sinceMs - 2 * DAY_MS }))
      if (outcomes.some((outcome) => outcome.kind === 'done' && outcome.licenseId === licenseId)) count += 1;
    return count;
  });
  if (charged.length <= known) return;
  throw failure(
    'PaymentNotShown',
    `license ${licenseId} was charged more often than it was prolonged: it does not show the last payment`,
  );
}
