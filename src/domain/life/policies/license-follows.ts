import { traitsOf } from '../../base/failures.js';
import { hasSteppedAside } from '../holding.js';
import type { Life } from '../life.js';
import { callsHuman } from '../trouble.js';
import { FREE_IP } from '../../base/marker.js';
import { inUtc } from '../../base/calendar.js';
import { calls, waits, waitsForLost, type Policy } from './policy.js';

/**
 * It stays off its address until what is to follow it has come or is refused: what was lost may
 * still arrive there.
 */
function isMakingRoom({ held, wish, acquiring, trouble }: Life, now: number): boolean {
  if (!held) return false;
  if (acquiring.kind === 'inDoubt') {
    const { made } = acquiring;
    // Of its own list, it could be told from what was ordered when that is looked for.
    const wouldHide = made.ip === wish.service.ip && made.priceList !== held.license.priceList;
    return wouldHide || hasSteppedAside(held);
  }
  if (!hasSteppedAside(held)) return false;
  if (acquiring.kind === 'claimed' && now < acquiring.bindUntilMs) return true;
  if (acquiring.kind !== 'claimed' && acquiring.kind !== 'ordering') return false;
  return trouble.acquire === undefined || traitsOf(trouble.acquire.failure).outcome !== 'refused';
}

/**
 * Two services that exchange their addresses wait for each other: when the wished address stays
 * taken and the pool has nothing either, a license leaves the one where its service is no more.
 */
function mayBeInTheWay({ held, trouble: { move } }: Life): boolean {
  if (!held || hasSteppedAside(held) || !move) return false;
  return move.failure === 'IpAlreadyLicensed' && move.poolWasAsked && callsHuman(move);
}

/** The license follows the service to its address, as soon as its server allows it. */
export const licenseFollows: Policy = (life, now) => {
  const { held, wish } = life;
  const { ip, serviceId } = wish.service;
  if (!held || held.ip === ip || isMakingRoom(life, now)) return null;
  if (now < held.movesFromMs)
    return waits(
      held.movesFromMs,
      `moves the license to ${ip} at ${inUtc(held.movesFromMs)}: its server allows no change of address before`,
    );
  if (now < held.editUntilMs)
    return waitsForLost(life, 'move', held.editUntilMs, 'moves the license when no edit is on its way');
  if (mayBeInTheWay(life)) {
    const call = { kind: 'readdress', serviceId, license: held.license, ip: FREE_IP } as const;
    const leaves = calls(life, now, call, `leaves ${held.ip ?? 'its address'}, where the service is no more`);
    // Refused that, it is still tried whether the wished address is free by now.
    if (leaves?.kind === 'call') return leaves;
  }
  const call = { kind: 'readdress', serviceId, license: held.license, ip } as const;
  return calls(life, now, call, `moves the license to ${ip}: the service has a new address`);
};
