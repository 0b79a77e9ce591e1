/**
 * The instants that matter beside the waits: renewals, emergencies, expiries, deletions and known
 * ends.
 */
import { planOf } from '../../src/domain/life/purpose.js';
import { deletionMs, expiryMs, type World } from './world.js';

/**
 * Lists the instants (epoch ms) at which a world may become another one by itself, in their order.
 */
export function momentsOf({ items, seats, now }: World): number[] {
  const moments = items.flatMap((item) => [expiryMs(item), deletionMs(item)]);
  for (const { life, hasEnded } of seats) {
    if (hasEnded) continue;
    const { renewAtMs, emergencyAtMs } = planOf(life);
    moments.push(renewAtMs, emergencyAtMs);
    if (life.wish.endsAtMs !== null && life.wish.status !== 'closed') moments.push(life.wish.endsAtMs);
  }
  const ahead = moments.filter((momentMs) => momentMs > now && momentMs !== Infinity);
  return [...new Set(ahead)].sort((a, b) => a - b);
}
