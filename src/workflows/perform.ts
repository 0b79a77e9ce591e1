import { isCancellation, workflowInfo } from '@temporalio/workflow';

import { monthsInWords } from '../domain/base/period.js';
import type { Call, CallKind } from '../domain/life/call.js';
import type { CallOf, Outcome, Results } from '../domain/life/results.js';
import { account, licenseServer, pool, provider, resolveTerms } from './activities.js';
import { metOf } from './failures.js';

/** Is told which run of the Workflow an Activity was asked by. */
export type RunSeen = (runId: string) => void;

/**
 * Makes a call and says what became of it: the only place where a service's Workflow awaits one.
 */
export async function perform(call: Call, runSeen: RunSeen): Promise<Outcome> {
  try {
    const performer = PERFORMERS[call.kind] as (call: Call, runSeen: RunSeen) => Promise<never>;
    return { kind: 'done', call, result: await performer(call, runSeen) } as Outcome;
  } catch (error) {
    if (isCancellation(error)) return { kind: 'withdrawn', call };
    return { kind: 'failed', call, met: metOf(error) };
  }
}

type Performers = {
  readonly [K in CallKind]: (call: CallOf<K>, runSeen: RunSeen) => Promise<Results[K]>;
};

/** Which Activity each call is, on which Task Queue, and what operators read beside it. */
const PERFORMERS: Performers = {
  resolveTerms: async ({ question }, runSeen) => {
    const { answer, runId } = await resolveTerms(question);
    runSeen(runId);
    return answer;
  },
  askStatus: ({ serviceId, processingModule }) =>
    provider.askServiceStatus.executeWithOptions({ summary: `is service ${serviceId} active?` }, [
      serviceId,
      processingModule,
    ]),
  claim: ({ licenseServer: server, marker, need }) =>
    pool.claimLicense.executeWithOptions({ summary: `pool of ${server}` }, [server, marker, need]),
  releaseClaim: ({ licenseServer: server, marker }) => pool.releaseClaim(server, marker),
  vacate: ({ licenseServer: server, license }) =>
    licenseServer(server).vacateLicense.executeWithOptions(
      { summary: `take free license ${license.licenseId} off ${license.ip}` },
      [license],
    ),
  tellVacated: ({ licenseServer: server, marker, license }) => pool.tellVacated(server, marker, license),
  bind: ({ licenseServer: server, license, service, marker, priceList, periodMonths }) =>
    licenseServer(server).reassignLicense.executeWithOptions(
      { summary: `reassign license ${license.licenseId} to ${service.ip}` },
      [{ license, service, marker, priceList, periodMonths }],
    ),
  reject: ({ licenseServer: server, marker, license }) => pool.rejectClaim(server, marker, license),
  confirm: ({ licenseServer: server, marker }) => pool.confirmClaim(server, marker),
  order: ({ licenseServer: server, service, marker, priceList, periodMonths, addons, hadNone }) =>
    licenseServer(server).orderLicense.executeWithOptions(
      { summary: `order price list ${priceList} for ${monthsInWords(periodMonths)}: ${hadNone}` },
      [{ service, marker, priceList, periodMonths, ...(addons && { addons }) }],
    ),
  find: ({ licenseServer: server, marker, made: { periodMonths, priceList, ip } }) =>
    licenseServer(server).findLicense.executeWithOptions(
      { summary: 'look for an order whose answer was lost' },
      [marker, periodMonths, priceList, ip],
    ),
  prolong: ({ serviceId, license, periodMonths, addons }) =>
    licenseServer(license.licenseServer).prolongLicense.executeWithOptions(
      { summary: `prolong license ${license.licenseId} past ${license.expiresOn}` },
      [{ serviceId, license, periodMonths, ...(addons && { addons }) }],
    ),
  readdress: ({ serviceId, license, ip }) =>
    licenseServer(license.licenseServer).readdressLicense.executeWithOptions(
      { summary: `move license ${license.licenseId} to ${ip}` },
      [{ serviceId, license, ip }],
    ),
  changePriceList: ({ serviceId, changeId, license, priceList, periodMonths }) =>
    licenseServer(license.licenseServer).changePriceList.executeWithOptions(
      { summary: `move license ${license.licenseId} to price list ${priceList}` },
      [{ serviceId, changeId, license, priceList, periodMonths }],
    ),
  reread: ({ license }) =>
    licenseServer(license.licenseServer).rereadLicense.executeWithOptions(
      { summary: `read license ${license.licenseId} again` },
      [license],
    ),
  giveBack: ({ serviceId, license }) =>
    licenseServer(license.licenseServer).returnLicense.executeWithOptions(
      { summary: `return license ${license.licenseId} to the pool` },
      [license, serviceId],
    ),
  tellPool: ({ licenseServer: server, key, license, price }) =>
    pool.addToPool({ licenseServer: server, key, license, price }),
  park: ({ licenseServer: server, parked }) => pool.parkLicense(server, parked),
  lookBack: ({ licenseServer: server, serviceId, markers, ip, periodMonths }) =>
    licenseServer(server).findForgotten.executeWithOptions(
      { summary: `look for licenses that ${serviceId} does not know of` },
      [{ serviceId, markers, ip, periodMonths }],
    ),
  accept: ({ licenseServer: server, licenseId, priceList, periodMonths, source, marker, expiresOn }) =>
    licenseServer(server).acceptLicense.executeWithOptions(
      { summary: `read license ${licenseId}, which a human accepts` },
      [
        {
          licenseId,
          priceList,
          periodMonths,
          source,
          ...(marker !== null && { marker }),
          ...(expiresOn !== null && { expiresOn }),
        },
      ],
    ),
  redate: ({ license, expiresOn }) => licenseServer(license.licenseServer).redateLicense(license, expiresOn),
  readFunds: ({ licenseServer: server, priceList, periodMonths, addons }) =>
    licenseServer(server).readFunds.executeWithOptions(
      { summary: 'does the balance reach for what is to follow?' },
      [{ priceList, periodMonths }, addons ?? undefined],
    ),
  compareOffers: ({ licenseServer: server, toEnd, ending, addons }) =>
    licenseServer(server).compareOffers.executeWithOptions(
      { summary: `what is cheapest until ${ending.closesOn}?` },
      [toEnd, ending, addons ?? undefined],
    ),
  joinWatch: ({ licenseServer: server, waiter }) =>
    account.joinWatch(server, { ...waiter, workflowId: workflowInfo().workflowId }),
};
