import type { LicenseServer } from '../billmanager/license-server.js';
import type { HeldLicense } from '../domain/life.js';
import type { LicenseRecord } from '../domain/license.js';
import { findMarked, type Marker } from '../domain/marker.js';
import { failingByType, failure } from './failures.js';
import { heldLicense, type LicenseServerAccess } from './license-server-access.js';
import { foundPaid } from './pay-once.js';

/** Finds out whether an order that nobody waits for any more was executed: gives its license, or `null`. */
export function findLicense(access: LicenseServerAccess) {
  return (marker: Marker, periodMonths: number): Promise<HeldLicense | null> =>
    failingByType(async () => {
      const record = await lookUp(access.server, marker);
      if (!record) return null;
      await foundPaid(access, marker, record);
      return heldLicense(access, record, periodMonths, 'ordered');
    });
}

/** Looks for the license of a marker; only a list that can be trusted proves that it is not there. */
export async function lookUp(server: LicenseServer, marker: Marker): Promise<LicenseRecord | undefined> {
  const list = await server.listLicenses();
  const found = findMarked(list.licenses, marker);
  if (!found && !list.trusted) throw failure('ListUntrusted', list.reason);
  return found;
}
