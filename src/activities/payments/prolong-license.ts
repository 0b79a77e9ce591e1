import { log } from '@temporalio/activity';

import { LicenseServerError } from '../../billmanager/errors.js';
import { DAY_MS, type CalendarDate } from '../../domain/base/calendar.js';
import type { HeldLicense } from '../../domain/life/holding.js';
import { isGivenAway } from '../../domain/base/marker.js';
import type { Addons } from '../../domain/base/price.js';
import { askedBy } from './asked-by.js';
import { failure, messageOf } from '../failures.js';
import { recordUnexpectedExpiry, prolongIntentId } from '../license/unexpected-expiry.js';
import { heldLicense, type LicenseServerAccess } from '../license/license-server-access.js';
import { expectedPrice } from './expected-price.js';
import { noChargeListed } from './no-charge-listed.js';
import { listHasCaughtUp, notShown, payOnce } from './pay-once.js';
import { resumeLicense } from '../license/repair-license.js';
import { readPresentLicense } from '../license/read-present-license.js';

export interface ProlongRequest {
  readonly serviceId: string;
  /**
   * The license with the expiry that we expect; another one at the license server means that
   * nothing is paid.
   */
  readonly license: HeldLicense;
  readonly periodMonths: number;
  /** How many of which addon it has, where its server does not show them. */
  readonly addons?: Addons;
}

export type ProlongResult =
  | { readonly kind: 'prolonged' | 'alreadyPaid' | 'differs'; readonly license: HeldLicense }
  | { readonly kind: 'gone' };

/**
 * Prolongs a license if its expiry is the expected one: look, pay, read back when in doubt. A later
 * expiry means that it is already paid, an earlier one that our date was wrong: results, and
 * nothing is paid. Fails with `OutcomeUnknown` when it cannot say whether the call was executed;
 * asked again later, it looks first.
 */
export function prolongLicense(access: LicenseServerAccess) {
  const { server, clock } = access;
  return async (request: ProlongRequest): Promise<ProlongResult> => {
    const { serviceId, license, periodMonths } = request;
    const { licenseId, priceList, source } = license;
    const held = (expiresOn: CalendarDate) =>
      heldLicense(access, { licenseId, priceList, expiresOn }, periodMonths, source);

    const lookedAtMs = await clock.now();
    const before = await readPresentLicense(server, licenseId, priceList);
    if (!before) return { kind: 'gone' };
    await recordUnexpectedExpiry(access, license, before);
    if (isGivenAway(before, serviceId)) return { kind: 'gone' };
    const { expiresOn, status } = before;
    if (expiresOn < license.expiresOn) return { kind: 'differs', license: held(expiresOn) };
    if (expiresOn > license.expiresOn) {
      return { kind: 'alreadyPaid', license: held(expiresOn) };
    }
    if (status !== 'active' && status !== 'suspended') {
      throw failure('LicenseServerBusy', `license ${licenseId} is ${status}`);
    }
    // From a suspended one the next period would count from today: what is left would be lost.
    if (status === 'suspended') await resume(access, license);
    const priced = { ...request, addons: before.addons ?? request.addons };
    const paidUntil = await prolong(access, priced, lookedAtMs);
    await resumeWhatIsPaid(access, license);
    return { kind: 'prolonged', license: held(paidUntil) };
  };
}

/** Starts a license that stands still though its service is kept; one that expired is refused. */
async function resume(access: LicenseServerAccess, license: HeldLicense): Promise<void> {
  try {
    await resumeLicense(access)(license.licenseId, license.priceList);
  } catch (error) {
    if (!(error instanceof LicenseServerError) || error.outcome !== 'refused') throw error;
    log.warn('not-resumed', { licenseId: license.licenseId, reason: error.message });
  }
}

/** Looks again at what was paid for; that it stands still must not undo that it is paid. */
async function resumeWhatIsPaid(access: LicenseServerAccess, license: HeldLicense): Promise<void> {
  const { licenseId, priceList } = license;
  try {
    const after = await readPresentLicense(access.server, licenseId, priceList);
    if (after?.status === 'suspended') await access.server.resumeLicense(licenseId, priceList);
  } catch (error) {
    log.warn('not-resumed', { licenseId, reason: messageOf(error) });
  }
}

async function prolong(
  access: LicenseServerAccess,
  { serviceId, license, periodMonths, addons }: ProlongRequest,
  lookedAtMs: number,
): Promise<CalendarDate> {
  const { name: licenseServer, server } = access;
  const { licenseId, priceList, expiresOn, expiresAtMs } = license;
  const intent = {
    intentId: prolongIntentId(licenseServer, licenseId, expiresOn),
    kind: 'prolong',
    licenseServer,
    serviceId,
    askedBy: askedBy(),
    licenseId,
    priceList,
    periodMonths,
    expected: { expiresOn },
    ...(await expectedPrice(access, { priceList, periodMonths, addons })),
  } as const;
  const caughtUp = listHasCaughtUp(access, { lookedAtMs, hurriesAtMs: expiresAtMs - DAY_MS });
  const payment = await payOnce(access, intent, lookedAtMs, {
    pay: async () => ({ licenseId, ...(await server.prolongLicense(licenseId, periodMonths)) }),
    find: async () => {
      const after = await readPresentLicense(server, licenseId, priceList);
      return after && after.expiresOn > expiresOn ? after : undefined;
    },
    ruleOut: async (made, settledAtMs) => {
      await caughtUp(made, settledAtMs);
      await noChargeListed(access, licenseId, settledAtMs - access.settleMs);
    },
  });
  if (payment.recordedAtMs !== undefined)
    throw notShown(access, payment, lookedAtMs, `prolonging license ${licenseId}`);
  if (payment.expiresOn !== undefined && payment.expiresOn > expiresOn) return payment.expiresOn;
  throw failure('PaymentNotShown', `license ${licenseId} was prolonged, but still shows ${expiresOn}`);
}
