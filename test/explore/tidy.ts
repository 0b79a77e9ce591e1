/** Forgets what nothing depends on any more, so that equal worlds are seen to be equal. */
import { intentOf } from './outcomes.js';
import type { World } from './world.js';

/** Forgets settled payments, what was given up and is gone, and the numbers of the pool. */
export function tidy(world: World): World {
  const { intents, forfeited, pool, returns } = world;
  return {
    ...world,
    intents: Object.keys(intents).length > 0 ? openIntents(world) : intents,
    forfeited: forfeited.length > 0 ? stillThere(world) : forfeited,
    returns: returns.length > 0 ? openReturns(world) : returns,
    pool: { ...pool, prices: {}, lapsed: 0 },
  };
}

function openIntents({ intents, late, seats, now }: World): World['intents'] {
  const used = new Set<string | undefined>(late.map(({ call }) => intentOf(call)));
  for (const { underWay, life } of seats) {
    if (underWay) used.add(intentOf(underWay.call));
    if (life.acquiring.kind !== 'none') used.add(life.acquiring.marker);
  }
  const kept = Object.entries(intents).filter(([id, { openUntilMs }]) => used.has(id) || openUntilMs > now);
  return Object.fromEntries(kept);
}

function openReturns({ returns, seats, late }: World): readonly string[] {
  const used = new Set<string>();
  for (const { call } of late) if (call.kind === 'tellPool') used.add(call.key);
  for (const { life } of seats)
    for (const { stage } of life.outgoing) if (stage.kind === 'returned') used.add(stage.key);
  return returns.filter((key) => used.has(key));
}

function stillThere({ forfeited, items }: World): readonly string[] {
  return forfeited.filter((sign) => items.some(({ id, name }) => id === sign || name.includes(`[${sign}]`)));
}
