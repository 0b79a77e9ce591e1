/** What a license server and its account do by themselves, besides failing. */
import { DAY_MS } from '../../src/domain/base/calendar.js';
import { diceFor, type Dice } from './chance.js';

/** Counted in ms from the beginning. */
export type Upset = { readonly atMs: number } &
  /** Everything costs so many times what it cost at first. */
  (
    | { readonly kind: 'prices'; readonly times: number }
    /** Nobody learns what anything costs, or may be told again. */
    | { readonly kind: 'export'; readonly isLost: boolean }
    /** The account's password is changed there, or is again the one that panelkeeper knows. */
    | { readonly kind: 'password'; readonly isOurs: boolean }
    /** The license server suspends a license that serves. */
    | { readonly kind: 'suspension'; readonly share: number }
    /** Both sides are compared, as the Schedule does each day. */
    | { readonly kind: 'comparison' }
  );

/** Two rises between two payments stay below what needs a human. */
const HIGHEST_RISE = 1.1;
/** One that no payment may be made at. */
const SPIKE = 1.6;
/** Shorter than half of any lead, so that none of it excuses a service without a license. */
const LONGEST_DAYS = 0.4;
const EVERY_DAYS = { market: 25, password: 20, suspension: 9 };

/** Plans all of it, from the seed alone. */
export function planUpsets(seed: number, days: number): Upset[] {
  return [
    ...marketOf(seed, days),
    ...spells(EVERY_DAYS.password, days, diceFor(seed, 'password')).flatMap(([atMs, endMs]) => [
      { kind: 'password' as const, atMs, isOurs: false },
      { kind: 'password' as const, atMs: endMs, isOurs: true },
    ]),
    ...spells(EVERY_DAYS.suspension, days, diceFor(seed, 'suspension')).map(([atMs], at) => ({
      kind: 'suspension' as const,
      atMs,
      share: diceFor(seed, 'suspended', at).between(0, 1),
    })),
    ...Array.from({ length: days }, (_, day) => ({
      kind: 'comparison' as const,
      atMs: Math.round((day + 0.4) * DAY_MS),
    })),
  ];
}

/** One after the other, so that nothing rises unseen while the prices are not shown. */
function marketOf(seed: number, days: number): Upset[] {
  let times = 1;
  return spells(EVERY_DAYS.market, days, diceFor(seed, 'market')).flatMap(([atMs, endMs], at): Upset[] => {
    const dice = diceFor(seed, 'upset', at);
    const spell = dice.pick(['rise', 'spike', 'export'] as const);
    if (spell === 'rise')
      return [{ kind: 'prices', atMs, times: (times *= dice.between(1.01, HIGHEST_RISE)) }];
    if (spell === 'spike')
      return [
        { kind: 'prices', atMs, times: times * SPIKE },
        { kind: 'prices', atMs: endMs, times },
      ];
    return [
      { kind: 'export', atMs, isLost: true },
      { kind: 'export', atMs: endMs, isLost: false },
    ];
  });
}

function spells(everyDays: number, days: number, dice: Dice): [atMs: number, endMs: number][] {
  const found: [number, number][] = [];
  for (let atMs = 0; ;) {
    atMs += Math.round(everyDays * dice.between(0.3, 1.7) * DAY_MS);
    const endMs = atMs + Math.round(dice.between(0.02, LONGEST_DAYS) * DAY_MS);
    if (endMs >= days * DAY_MS) return found;
    found.push([atMs, endMs]);
  }
}
