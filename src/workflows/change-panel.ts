import { LICENSE_SERVER_FAILURES, type Failure, type LicenseServerFailure } from '../domain/base/failures.js';
import { beginObtaining, isOnItsWay, type Life } from '../domain/life/life.js';
import { changeIdOf } from '../domain/base/marker.js';
import type { Service } from '../domain/base/service.js';
import type { Terms } from '../domain/terms/terms.js';
import { licenseServer, resolveTerms } from './activities.js';
import { metOf, StepHeld } from './failures.js';
import { obtain } from './obtain.js';

/**
 * Gives a live service another panel: the license server moves the license to the other price list, or, where it does
 * not, another license is obtained and this one returned. What is refused leaves everything as it was.
 */
export async function changePanel(life: Life): Promise<void> {
  const { panelChange: to } = life;
  if (!to) return;
  const answer = await resolveTerms(to, undefined, undefined, life.hadTrial);
  if (answer.kind === 'terms') await change(life, to, answer.terms);
  else if (isOnItsWay(life.obtaining))
    throw new StepHeld({ failure: 'NotConfigured', message: answer.message });
  else refuse(life, answer.message);
}

async function change(life: Life, to: Service, terms: Terms): Promise<void> {
  const { license: before, service } = life;
  if (before && before.priceList !== terms.priceList) {
    if (life.obtaining?.isForPanel || !(await moveLicense(life, service, terms))) {
      // What is on its way for something else is waited for before.
      if (!life.obtaining?.isForPanel) delete life.obtaining;
      beginObtaining(life, terms).isForPanel = true;
      try {
        await obtain(life, terms);
      } catch (error) {
        const { failure, message } = metOf(error);
        if (!isRefusal(failure) || isOnItsWay(life.obtaining)) throw error;
        delete life.obtaining;
        refuse(life, message);
        return;
      }
    }
    // A claimed license that was refused leaves the change to be gone on with.
    if (life.license?.licenseId === before.licenseId && life.license.priceList === before.priceList) return;
  }
  // It may have moved meanwhile.
  life.service = { ...to, ip: life.service.ip };
  life.terms = terms;
  life.panelChanges = (life.panelChanges ?? 0) + 1;
  delete life.panelChange;
}

async function moveLicense(life: Life, { serviceId }: Service, terms: Terms): Promise<boolean> {
  const { license, firstRunId, panelChanges = 0 } = life;
  if (license?.licenseServer !== terms.licenseServer) return false;
  const { priceList, periodMonths } = terms;
  const changeId = changeIdOf(firstRunId, panelChanges);
  const result = await licenseServer(license.licenseServer).changePriceList.executeWithOptions(
    { summary: `move license ${license.licenseId} to price list ${priceList}` },
    [{ serviceId, changeId, license, priceList, periodMonths }],
  );
  if (result.kind === 'changed') life.license = result.license;
  return result.kind === 'changed';
}

function refuse(life: Life, reason: string): void {
  life.panelRefusal = reason;
  delete life.panelChange;
}

function isRefusal(failure: Failure | 'WorkerFailure'): boolean {
  return LICENSE_SERVER_FAILURES[failure as LicenseServerFailure] === 'refused';
}
