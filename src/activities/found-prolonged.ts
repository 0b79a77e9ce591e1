import type { HeldLicense } from '../domain/life.js';
import type { LicenseRecord } from '../domain/license.js';
import type { LicenseServerAccess } from './license-server-access.js';
import { foundPaid } from './pay-once.js';

/**
 * Records that a prolongation was executed, where the license server shows a later expiry than the one held: who returns a
 * license, or reads it again, may be the last that ever looks.
 */
export async function foundProlonged(
  access: LicenseServerAccess,
  { licenseId, expiresOn }: Pick<HeldLicense, 'licenseId' | 'expiresOn'>,
  shown: LicenseRecord,
): Promise<void> {
  if (shown.expiresOn <= expiresOn) return;
  await foundPaid(access, `${access.name}/${licenseId}/${expiresOn}/prolong`, shown);
}
