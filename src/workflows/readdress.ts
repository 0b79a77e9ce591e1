import type { ReaddressResult } from '../activities/license/readdress-license.js';
import { isOnItsWay, type Life } from '../domain/life/life.js';
import type { Terms } from '../domain/terms/terms.js';
import { acquire } from './acquire.js';
import { licenseServer } from './activities.js';
import { order } from './order.js';

/**
 * Lets the license follow the service to its new address: in place where its server allows that, else another one from
 * the pool takes its place, else it is waited for or one is ordered, as the policy says.
 */
export async function readdress(life: Life, terms: Terms): Promise<void> {
  const before = life.license?.licenseId;
  const { ip } = life.obtaining?.mayBeOrdered ?? life.service;
  await move(life, terms);
  // One that was refused leaves the move to be tried again, and so does a service that has moved on meanwhile.
  if (life.license?.licenseId !== before && life.service.ip === ip) delete life.readdress;
}

async function move(life: Life, terms: Terms): Promise<void> {
  const { obtaining } = life;
  if (obtaining?.mayBeOrdered) return await order(life, terms);
  if (isOnItsWay(obtaining) && (await acquire(life, terms))) return;
  const moved = await moveInPlace(life, false);
  switch (moved.kind) {
    case 'moved':
    case 'gone':
      delete life.obtaining;
      return;
    case 'occupied':
      if (await acquire(life, terms)) return;
      delete life.obtaining;
      // A free license has left the address now; anybody else's is a case for a human.
      await moveInPlace(life, true);
      return;
    case 'tooSoon':
      if (await acquire(life, terms)) return;
      if (terms.onAddressLimit === 'order') return await order(life, terms);
      delete life.obtaining;
      if (life.readdress) life.readdress = { ...life.readdress, notBeforeMs: moved.usableAtMs };
  }
}

async function moveInPlace(life: Life, failsWhenOccupied: boolean): Promise<ReaddressResult> {
  const { license, service } = life;
  if (!license) return { kind: 'gone' };
  const { ip, serviceId } = service;
  const moved = await licenseServer(license.licenseServer).readdressLicense.executeWithOptions(
    { summary: `move license ${license.licenseId} to ${ip}` },
    [{ serviceId, license, ip, failsWhenOccupied }],
  );
  if (moved.kind === 'gone') delete life.license;
  if (moved.kind === 'moved' && life.service.ip === ip) delete life.readdress;
  return moved;
}
