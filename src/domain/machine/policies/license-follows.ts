import { calls, waits, type Policy } from './policy.js';

/** The license follows the service to its address, as soon as its server allows it. */
export const licenseFollows: Policy = (life, now) => {
  const { held, wish } = life;
  const { ip, serviceId } = wish.service;
  if (!held || held.ip === ip) return null;
  if (now < held.movesFromMs)
    return waits(
      held.movesFromMs,
      `moves the license to ${ip}: its server allows no change of address before`,
    );
  if (now < held.editUntilMs) return waits(held.editUntilMs, 'moves the license when no edit is on its way');
  const call = { kind: 'readdress', serviceId, license: held.license, ip } as const;
  return calls(life, now, call, `moves the license to ${ip}: the service has a new address`);
};
