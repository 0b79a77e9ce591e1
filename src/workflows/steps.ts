import { heldFromPool, hold, type Life, type Obtaining } from '../domain/life/life.js';
import type { LicenseId } from '../domain/base/license.js';
import { markersOfLife } from '../domain/base/marker.js';
import type { Step } from '../domain/life/next-step.js';
import { forfeit } from '../domain/life/resolution.js';
import type { Terms } from '../domain/terms/terms.js';
import { leaveAtItsAddress } from './acquire.js';
import { licenseServer, pool } from './activities.js';
import { mayPay } from './ask-status.js';
import { changePanel } from './change-panel.js';
import { giveBack } from './give-back.js';
import { obtain } from './obtain.js';
import { StepHeld } from './failures.js';
import { readdress } from './readdress.js';
import { swap } from './swap.js';

export type Action = Exclude<Step, { kind: 'wait' | 'finish' }>;

/** Does one step of a service's life and writes its outcome into the state; a failure leaves it repeatable. */
export async function take(step: Action, life: Life): Promise<void> {
  switch (step.kind) {
    case 'obtain':
      return await obtain(life, termsOf(life));
    case 'swap':
      return await swap(step, life, termsOf(life));
    case 'readdress':
      return await readdress(life, termsOf(life));
    case 'reread':
      return await reread(life);
    case 'prolong':
      return await prolong(life, termsOf(life));
    case 'close':
      life.status = 'closed';
      return;
    case 'changePanel':
      return await changePanel(life);
    case 'resolve':
      return await resolve(life);
    case 'settle':
      return await settle(life, termsOf(life));
    case 'return':
      return await giveBack(life);
    case 'lookBack':
      return await lookBack(life, termsOf(life));
  }
}

function termsOf({ terms }: Life): Terms {
  if (terms) return terms;
  throw new StepHeld({ failure: 'NotConfigured', message: 'the configuration does not know the service' });
}

/** Takes over what the license server shows of the license now. */
async function reread(life: Life): Promise<void> {
  const { license } = life;
  if (license) {
    const read = await licenseServer(license.licenseServer).rereadLicense.executeWithOptions(
      { summary: `read license ${license.licenseId} again` },
      [license],
    );
    if (read) life.license = read.license;
    else delete life.license;
  }
  delete life.rereads;
}

async function prolong(life: Life, terms: Terms): Promise<void> {
  const { license } = life;
  if (!license || !(await mayPay(life, terms))) return;
  const { periodMonths, addons } = terms;
  const result = await licenseServer(license.licenseServer).prolongLicense.executeWithOptions(
    { summary: `prolong license ${license.licenseId} past ${license.expiresOn}` },
    [{ serviceId: life.service.serviceId, license, periodMonths, ...(addons && { addons }) }],
  );
  if (result.kind === 'gone') {
    delete life.license;
    return;
  }
  if (result.kind !== 'differs') life.prolongs += 1;
  life.license = result.license;
}

/** Finds out what became of a license that was on its way when the service closed, so that it can be returned. */
async function settle(life: Life, terms: Terms): Promise<void> {
  const { obtaining } = life;
  if (!obtaining) return;
  const { licenseServer: server, marker, claimed, mayBeOrdered: made } = obtaining;
  await leaveAtItsAddress(obtaining);
  if (claimed) {
    hold(life, heldFromPool(claimed, server, terms.periodMonths));
  } else if (made) {
    const found = await licenseServer(server).findLicense.executeWithOptions(
      { summary: `look for an order of ${life.service.serviceId}` },
      [marker, made.periodMonths, made.priceList, made.ip],
    );
    if (found) {
      life.orders += 1;
      hold(life, found);
    }
  }
  delete life.obtaining;
}

/** Looks for a license of this life that it does not know of any more, so that it can be returned. */
async function lookBack(life: Life, terms: Terms): Promise<void> {
  const { serviceId, ip } = life.service;
  const markers = markersOfLife(life.service, life.firstRunId);
  const found = await licenseServer(terms.licenseServer).findForgotten.executeWithOptions(
    { summary: `look for what ${serviceId} had before it was reset` },
    [{ serviceId, markers, ip, periodMonths: terms.periodMonths }],
  );
  if (found) hold(life, found);
  else life.forgotten = 'nothing';
}

/** Does what a human has decided about a step that failed; the step itself is then decided anew. */
async function resolve(life: Life): Promise<void> {
  const { resolution, license } = life;
  delete life.resolution;
  switch (resolution?.action) {
    case 'accept':
      await accept(life, resolution.licenseId ?? license?.licenseId);
      break;
    case 'setExpiry':
      if (license)
        life.license = await licenseServer(license.licenseServer).redateLicense(
          license,
          resolution.expiresOn,
        );
      break;
    case 'forfeit': {
      const obtaining = forfeit(life);
      if (obtaining) await forfeitClaims(obtaining);
      break;
    }
    default:
  }
}

/** Takes a license over as its server shows it: the one that is held, or one that a human has found. */
async function accept(life: Life, licenseId: LicenseId | undefined): Promise<void> {
  if (licenseId === undefined) return;
  const { license, obtaining } = life;
  const isHeld = license?.licenseId === licenseId;
  const { priceList, periodMonths } =
    (isHeld ? license : obtaining?.mayBeOrdered) ?? license ?? termsOf(life);
  const { licenseServer: server } = (isHeld ? license : obtaining) ?? license ?? termsOf(life);
  const known = isHeld ? { expiresOn: license.expiresOn } : { marker: obtaining?.marker };
  const source = license?.source ?? 'ordered';
  const accepted = await licenseServer(server).acceptLicense.executeWithOptions(
    { summary: `read license ${licenseId}, which a human accepts` },
    [{ licenseId, priceList, periodMonths, source, ...known }],
  );
  if (isHeld) {
    life.license = accepted;
    return;
  }
  hold(life, accepted);
  if (!obtaining) return;
  if (obtaining.claimed) await pool.confirmClaim(obtaining.licenseServer, obtaining.marker);
  await leaveAtItsAddress(obtaining);
}

async function forfeitClaims(obtaining: Obtaining): Promise<void> {
  if (obtaining.claimed) await pool.rejectClaim(obtaining.licenseServer, obtaining.marker, null);
  await leaveAtItsAddress(obtaining);
}
