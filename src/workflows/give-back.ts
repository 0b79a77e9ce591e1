import type { Vacate } from '../activities/license/return-license.js';
import { isTrial, type HeldLicense, type Life } from '../domain/life/life.js';
import { isGivenUp, parkedLicense } from '../domain/life/parking.js';
import { leaveAtItsAddress } from './acquire.js';
import { licenseServer, pool } from './activities.js';
import { metOf } from './failures.js';

/**
 * Returns a license to the pool: one that was replaced, else the service's own. One that its server refuses to take back
 * again and again is set aside in the pool, where a human finds it; the service does not wait for that.
 */
export async function giveBack(life: Life): Promise<void> {
  const license = life.outgoing ?? life.license;
  if (!license) return;
  // What is to come needs the address. A trial has to go in any case: it cannot be prolonged.
  const isInTheWay = life.outgoing !== undefined && life.license === undefined;
  const vacate = isInTheWay && (isTrial(license) ? 'ifAllowed' : 'must');
  try {
    if (!(await isGivenBack(license, life.service.serviceId, vacate))) return await takeBack(life, license);
  } catch (error) {
    const met = metOf(error);
    if (!isGivenUp(life.trouble, met.failure)) throw error;
    const parked = parkedLicense(license, life.service.serviceId, met, Date.now());
    await pool.parkLicense(license.licenseServer, parked);
    // It carries its marker all the same, and would be found again and again.
    if (life.forgotten === 'lookedFor') life.forgotten = 'nothing';
  }
  if (life.outgoing) delete life.outgoing;
  else delete life.license;
}

async function isGivenBack(license: HeldLicense, serviceId: string, vacate: Vacate): Promise<boolean> {
  const { licenseServer: server, licenseId } = license;
  const result = await licenseServer(server).returnLicense.executeWithOptions(
    { summary: `return license ${licenseId} to the pool` },
    [license, serviceId, vacate],
  );
  if (result.kind === 'returned') await pool.addToPool(server, result.license, result.price);
  return result.kind !== 'bound';
}

/** Goes on with a license that cannot make room for another one: it is prolonged. */
async function takeBack(life: Life, license: HeldLicense): Promise<void> {
  const { obtaining } = life;
  if (obtaining?.claimed)
    await pool.rejectClaim(obtaining.licenseServer, obtaining.marker, obtaining.claimed);
  if (obtaining) await leaveAtItsAddress(obtaining);
  delete life.obtaining;
  delete life.outgoing;
  life.license = license;
  const { licenseId, expiresOn } = license;
  life.cannotLeave = { licenseId, expiresOn };
}
