import type { HeldLicense } from '../domain/life.js';
import type { CalendarDate } from '../domain/calendar.js';
import { failingByType, failure, isFailure } from './failures.js';
import { heldLicense, type LicenseServerAccess } from './license-server-access.js';
import { readPresentLicense } from './read-present-license.js';

export interface ProlongRequest {
  /** The license with the expiry that we expect; another one at the license server means that nothing is paid. */
  readonly license: HeldLicense;
  readonly periodMonths: number;
}

export type ProlongResult =
  | { readonly kind: 'prolonged' | 'alreadyPaid' | 'differs'; readonly license: HeldLicense }
  | { readonly kind: 'gone' };

/**
 * Prolongs a license if its expiry is the expected one: look, pay, read back when in doubt.
 * A later expiry means that it is already paid, an earlier one that our date was wrong: results, and nothing is paid.
 * Fails with `OutcomeUnknown` when it cannot say whether the call was executed; asked again later, it looks first.
 */
export function prolongLicense(access: LicenseServerAccess) {
  const { server } = access;
  return ({ license, periodMonths }: ProlongRequest): Promise<ProlongResult> =>
    failingByType(async () => {
      const { licenseId, priceList, source } = license;
      const read = () => readPresentLicense(server, licenseId, priceList);
      const held = (expiresOn: CalendarDate) =>
        heldLicense(access, { licenseId, priceList, expiresOn }, periodMonths, source);

      const before = await read();
      if (!before) return { kind: 'gone' };
      if (before.expiresOn > license.expiresOn)
        return { kind: 'alreadyPaid', license: held(before.expiresOn) };
      if (before.expiresOn < license.expiresOn) return { kind: 'differs', license: held(before.expiresOn) };
      if (before.status !== 'active' && before.status !== 'suspended') {
        throw failure('LicenseServerBusy', `license ${licenseId} is ${before.status}`);
      }
      try {
        const { expiresOn } = await server.prolongLicense(licenseId, periodMonths);
        return { kind: 'prolonged', license: held(expiresOn) };
      } catch (error) {
        if (!isFailure(error, 'OutcomeUnknown')) throw error;
        const after = await read().catch(() => undefined);
        if (!after || after.expiresOn <= license.expiresOn) throw error;
        return { kind: 'prolonged', license: held(after.expiresOn) };
      }
    });
}
