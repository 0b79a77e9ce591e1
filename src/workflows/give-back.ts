import type { HeldLicense, Life } from '../domain/life.js';
import { isGivenUp, parkedLicense } from '../domain/parking.js';
import { licenseServer, pool } from './activities.js';
import { metOf } from './failures.js';

/**
 * Returns a license to the pool: one that was replaced, else the service's own. One that its server refuses to take back
 * again and again is set aside in the pool, where a human finds it; the service does not wait for that.
 */
export async function giveBack(life: Life): Promise<void> {
  const license = life.outgoing ?? life.license;
  if (!license) return;
  // What is to come needs the address.
  const vacate = life.outgoing !== undefined && life.license === undefined;
  try {
    await giveBackNow(license, life.service.serviceId, vacate);
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

async function giveBackNow(license: HeldLicense, serviceId: string, vacate: boolean): Promise<void> {
  const { licenseServer: server, licenseId } = license;
  const result = await licenseServer(server).returnLicense.executeWithOptions(
    { summary: `return license ${licenseId} to the pool` },
    [license, serviceId, vacate],
  );
  if (result.kind === 'returned') await pool.addToPool(server, result.license, result.price);
}
