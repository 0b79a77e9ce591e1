import type { LicenseServer } from '../../billmanager/license-server.js';
import { findMarked } from '../../domain/base/marker.js';
import type { Intent } from '../../ledger/intent.js';
import { isFailure } from '../failures.js';
import type { LicenseServerAccess } from '../license/license-server-access.js';
import { readPresentLicense } from '../license/read-present-license.js';
import type { RuleOut } from './pay-once.js';

/**
 * Asks whether the address that an order was made for is free, or `ip` where the ledger does not
 * know that one: one address takes one license of a product, so a license server that has executed
 * the order refuses another.
 */
export function addressIsFree({ server }: LicenseServerAccess, ip: string | undefined): RuleOut {
  return (made) => {
    const orderedFor = made.ip ?? ip;
    return orderedFor === undefined ? undefined : checkAddress(server, made, orderedFor);
  };
}

/** Fails where the address seems to have what the order has brought. */
async function checkAddress(server: LicenseServer, made: Intent, ip: string): Promise<void> {
  try {
    await server.checkIp({ ...made, ip });
  } catch (error) {
    if (!isFailure(error, 'IpAlreadyLicensed') || !(await isTakenByAnother(server, made, ip))) throw error;
  }
}

/**
 * Tells whether a license of the same price list, which came otherwise, has the address: then the
 * order has brought none there. It is read by itself, as a list lags behind changes of address.
 */
async function isTakenByAnother(server: LicenseServer, made: Intent, ip: string): Promise<boolean> {
  const { licenses } = await server.listLicenses();
  const listed = licenses.find(
    (each) => each.ip === ip && each.priceList === made.priceList && each.status !== 'deleted',
  );
  const record = listed && (await readPresentLicense(server, listed.licenseId, listed.priceList));
  return record?.ip === ip && made.marker !== undefined && !findMarked([record], made.marker);
}
