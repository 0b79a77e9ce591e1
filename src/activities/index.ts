import type { Client } from '@temporalio/client';

import type { Catalogue } from '../domain/terms.js';
import { awaitFunds, readBalance } from './account.js';
import { beating } from './beating.js';
import { acceptLicense, redateLicense } from './accept-license.js';
import { findLicense } from './find-license.js';
import { inspectLicense } from './inspect-license.js';
import type { LicenseServerAccess } from './license-server-access.js';
import { orderLicense } from './order-license.js';
import { poolActivities } from './pool.js';
import { prolongLicense } from './prolong-license.js';
import { readdressLicense } from './readdress-license.js';
import { readLicenseKey } from './read-license-key.js';
import { reassignLicense } from './reassign-license.js';
import { rereadLicense } from './reread-license.js';
import { resolveTerms } from './resolve-terms.js';
import { returnLicense } from './return-license.js';
import { vacateLicense } from './vacate-license.js';

/** Makes the Activities of the main Task Queue; `catalogue` gives the configuration in force at each call. */
export function createMainActivities({ client, catalogue }: { client: Client; catalogue: () => Catalogue }) {
  return {
    ...poolActivities(client, catalogue),
    awaitFunds: awaitFunds(client),
    resolveTerms: resolveTerms(catalogue),
  };
}

/** Makes the Activities of one license server's Task Queue: they know no other server and no other's password. */
export function createLicenseServerActivities(access: LicenseServerAccess) {
  return beating({
    orderLicense: orderLicense(access),
    prolongLicense: prolongLicense(access),
    reassignLicense: reassignLicense(access),
    returnLicense: returnLicense(access),
    vacateLicense: vacateLicense(access),
    readdressLicense: readdressLicense(access),
    rereadLicense: rereadLicense(access),
    inspectLicense: inspectLicense(access),
    findLicense: findLicense(access),
    readBalance: readBalance(access),
    acceptLicense: acceptLicense(access),
    redateLicense: redateLicense(access),
    readLicenseKey: readLicenseKey(access),
  });
}

export type MainActivities = ReturnType<typeof createMainActivities>;
export type LicenseServerActivities = ReturnType<typeof createLicenseServerActivities>;
