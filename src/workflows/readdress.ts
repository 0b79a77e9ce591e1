import type { ReaddressResult } from '../activities/readdress-license.js';
import type { Life } from '../domain/life.js';
import type { Terms } from '../domain/terms.js';
import { acquire } from './acquire.js';
import { licenseServer } from './activities.js';
import { order } from './order.js';

/**
 * Lets the license follow the service to its new address: in place where its server allows that, else another one from
 * the pool takes its place, else it is waited for or one is ordered, as the policy says.
 */
export async function readdress(life: Life, terms: Terms): Promise<void> {
  const before = life.license?.licenseId;
  await move(life, terms);
  // One that was refused leaves the move to be tried again.
  if (life.license?.licenseId !== before) delete life.readdress;
}

async function move(life: Life, terms: Terms): Promise<void> {
  if (life.obtaining) return await replace(life, terms);
  const moved = await moveInPlace(life, false);
  switch (moved.kind) {
    case 'moved':
    case 'gone':
      return;
    case 'occupied':
      if (await acquire(life, terms)) return;
      delete life.obtaining;
      // A free license has left the address now; anybody else's is a case for a human.
      await moveInPlace(life, true);
      return;
    case 'tooSoon':
      if (terms.onAddressLimit === 'order') return await replace(life, terms);
      if (await acquire(life, terms)) return;
      delete life.obtaining;
      if (life.readdress) life.readdress = { ...life.readdress, notBeforeMs: moved.usableAtMs };
  }
}

async function replace(life: Life, terms: Terms): Promise<void> {
  if (life.obtaining?.mayBeOrdered || !(await acquire(life, terms))) await order(life, terms);
}

async function moveInPlace(life: Life, failsWhenOccupied: boolean): Promise<ReaddressResult> {
  const { license, service } = life;
  if (!license) return { kind: 'gone' };
  const moved = await licenseServer(license.licenseServer).readdressLicense.executeWithOptions(
    { summary: `move license ${license.licenseId} to ${service.ip}` },
    [{ serviceId: service.serviceId, license, ip: service.ip, failsWhenOccupied }],
  );
  if (moved.kind === 'gone') delete life.license;
  if (moved.kind === 'moved') delete life.readdress;
  return moved;
}
