/** What is worth to have been seen beside policies and calls. */
import { FREE_IP } from '../../src/domain/base/marker.js';
import type { Life } from '../../src/domain/life/life.js';
import { planOf } from '../../src/domain/life/purpose.js';
import type { Coming } from './outcomes.js';
import type { World } from './world.js';

/** Names what has happened when a service learned what had come of its call. */
export function eventsOf({ now }: World, { fact }: Coming, before: Life, after: Life): string[] {
  const change = `${before.acquiring.kind} > ${after.acquiring.kind}`;
  if (fact?.kind !== 'done') return [change];
  const { call, result } = fact;
  const kind = typeof result === 'object' && result && 'kind' in result ? result.kind : null;
  const isRenewal = call.kind === 'prolong' && kind === 'prolonged' && now < planOf(before).emergencyAtMs;
  const isSwap = call.kind === 'bind' && kind === 'reassigned' && before.held?.ip === FREE_IP;
  const isVacated = call.kind === 'vacate' && result !== null;
  return [
    change,
    ...(isRenewal ? ['a renewal before its emergency'] : []),
    ...(isSwap ? ['a swap at one address'] : []),
    ...(isVacated ? ['a vacated address'] : []),
  ];
}

/** Says whether two services have each other's address, and their licenses with them. */
export function isExchange({ seats, setting }: World): boolean {
  if (seats.length < 2) return false;
  return seats.every(({ life: { held, wish } }, index) => {
    const { ip } = wish.service;
    return held?.license.source === 'adopted' && held.ip === ip && ip !== setting.ips[index];
  });
}
