import type { Client } from '@temporalio/client';

import type { Catalogue } from '../domain/terms/terms.js';
import { adoptService, askToAccept, askToReread } from './messages/adopt-service.js';
import { askServiceStatus } from './messages/ask-service-status.js';
import { changePriceList } from './payments/change-price-list.js';
import { compareOffers } from './payments/compare-offers.js';
import { joinWatch, readBalance, readFunds } from './payments/account.js';
import { acceptLicense, redateLicense } from './license/accept-license.js';
import { findForgotten } from './license/find-forgotten.js';
import { findLicense } from './license/find-license.js';
import { inspectLicense } from './license/inspect-license.js';
import type { LicenseServerAccess } from './license/license-server-access.js';
import { orderLicense } from './payments/order-license.js';
import { planReconciliation, type OurSide } from './license/plan-reconciliation.js';
import { poolActivities } from './messages/pool.js';
import { prolongLicense } from './payments/prolong-license.js';
import { readdressLicense } from './license/readdress-license.js';
import { readLicenseKey } from './license/read-license-key.js';
import { reassignLicense } from './license/reassign-license.js';
import { resumeLicense, turnOffAutoprolong } from './license/repair-license.js';
import { recallAtServer } from './license/recall-at-server.js';
import { renewLicenseKey } from './license/renew-license-key.js';
import { rereadLicense } from './license/reread-license.js';
import { resolveTerms } from './messages/resolve-terms.js';
import { returnLicense } from './license/return-license.js';
import { vacateLicense } from './license/vacate-license.js';

/**
 * Makes the Activities of the main Task Queue; `catalogue` gives the configuration in force at each
 * call.
 */
export function createMainActivities({ client, catalogue }: { client: Client; catalogue: () => Catalogue }) {
  return {
    ...poolActivities(client, catalogue),
    joinWatch: joinWatch(client),
    askServiceStatus: askServiceStatus(catalogue),
    adoptService: adoptService(client),
    askToReread: askToReread(client),
    askToAccept: askToAccept(client),
    resolveTerms: resolveTerms(catalogue),
    licenseServerNames: () => Promise.resolve((catalogue().licenseServers ?? []).map(({ name }) => name)),
  };
}

/**
 * Makes the Activities of one license server's Task Queue: they know no other server and no other's
 * password.
 */
export function createLicenseServerActivities(access: LicenseServerAccess) {
  return {
    orderLicense: orderLicense(access),
    prolongLicense: prolongLicense(access),
    reassignLicense: reassignLicense(access),
    returnLicense: returnLicense(access),
    vacateLicense: vacateLicense(access),
    readdressLicense: readdressLicense(access),
    rereadLicense: rereadLicense(access),
    inspectLicense: inspectLicense(access),
    findLicense: findLicense(access),
    findForgotten: findForgotten(access),
    changePriceList: changePriceList(access),
    readBalance: readBalance(access),
    readFunds: readFunds(access),
    compareOffers: compareOffers(access),
    acceptLicense: acceptLicense(access),
    redateLicense: redateLicense(access),
    turnOffAutoprolong: turnOffAutoprolong(access),
    resumeLicense: resumeLicense(access),
    recallAtServer: recallAtServer(access),
    readLicenseKey: readLicenseKey(access),
    renewLicenseKey: renewLicenseKey(access),
  };
}

/** Makes the Activity of a license server's Task Queue that looks at both sides. */
export function createSurveyActivities(access: LicenseServerAccess, ourSide: OurSide) {
  return { planReconciliation: planReconciliation(access, ourSide) };
}

export type MainActivities = ReturnType<typeof createMainActivities>;
export type LicenseServerActivities = ReturnType<typeof createLicenseServerActivities>;
export type SurveyActivities = ReturnType<typeof createSurveyActivities>;
