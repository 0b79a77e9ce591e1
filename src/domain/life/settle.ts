import { vacatedAs, type Acquisition } from './acquisition.js';
import { goesOut, goesOutClaimed, isOnItsWay, without } from './changes.js';
import type { Life } from './life.js';
import { buysFor, paidPast, purposeOf } from './purpose.js';

/**
 * Brings what has become true by itself into a life: the end that has come, what is not wanted any
 * more.
 */
export function settle(life: Life, now: number): Life {
  const steps = [endComes, panelIsServed, unwantedTurns, closedGivesAll, emptyTroubleGoes];
  return steps.reduce((next, step) => step(next, now), life);
}

/** A service whose end was known beforehand ends at its instant. */
export function endComes(life: Life, now: number): Life {
  const { wish } = life;
  if (wish.endsAtMs === null || now < wish.endsAtMs || wish.status === 'closed') return life;
  return { ...life, wish: { ...wish, status: 'closed' }, permit: null };
}

/** The license that is held may serve the wished panel already. */
function panelIsServed(life: Life): Life {
  const { wish, held, terms, termsAnswer, tally } = life;
  if (!wish.insteadOf || termsAnswer === null || !held || !terms) return life;
  const { licenseServer, priceList } = held.license;
  if (licenseServer !== terms.licenseServer || priceList !== terms.priceList) return life;
  return {
    ...life,
    wish: { ...wish, insteadOf: null },
    held: { ...held, ownList: priceList },
    trouble: without(life.trouble, 'panel'),
    tally: { ...tally, panels: tally.panels + 1 },
    termsAnswer: null,
  };
}

/** What is under way is not relabelled before its fact is there. */
function unwantedTurns(life: Life, now: number): Life {
  const { acquiring, calling } = life;
  if (calling !== null || acquiring.kind === 'none') return life;
  if (isWanted(life, now)) return life;
  return turned(life, acquiring);
}

function isWanted(life: Life, now: number): boolean {
  const { acquiring, terms } = life;
  const purpose = purposeOf(life, now);
  if (purpose === null || !terms) return false;
  if (acquiring.kind === 'ordering')
    return acquiring.licenseServer === terms.licenseServer && buysFor(life, purpose);
  if (acquiring.kind !== 'claimed') return true;
  // What was promised may have run out while it was waited for.
  if (acquiring.license.expiresAtMs <= (paidPast(life, purpose, now) ?? now)) return false;
  const lists = [terms.priceList, ...(terms.alsoFromPool ?? [])];
  return acquiring.licenseServer === terms.licenseServer && lists.includes(acquiring.license.priceList);
}

function turned(before: Life, acquiring: Acquisition): Life {
  // What has failed on the way to it does not keep the next one from being asked for.
  const life = { ...before, trouble: without(before.trouble, 'acquire') };
  switch (acquiring.kind) {
    case 'ordering':
      return { ...life, acquiring: { kind: 'none' } };
    case 'claimed': {
      const { marker, licenseServer, license, bindUntilMs } = acquiring;
      if (bindUntilMs === 0)
        return { ...life, acquiring: { kind: 'refused', marker, licenseServer, license } };
      // It may carry the service's name, so that its server has to be told as well.
      return goesOutClaimed(life, acquiring, 1);
    }
    case 'vacating':
      return { ...life, acquiring: vacatedAs(acquiring, acquiring.vacate) };
    default:
      return before;
  }
}

function closedGivesAll(life: Life): Life {
  const { wish, held, outgoing } = life;
  if (wish.status !== 'closed' || !held) return life;
  return { ...life, held: null, outgoing: [...outgoing, goesOut(held)], rereads: false };
}

/** A trouble ends with what it was about. */
function emptyTroubleGoes(life: Life): Life {
  const { wish, held, outgoing, acquiring, lookBack } = life;
  const isClosed = wish.status === 'closed';
  const gone = [
    ...(held ? [] : (['prolong', 'move', 'panel', 'read'] as const)),
    ...(held && held.ip === wish.service.ip ? (['move'] as const) : []),
    ...(wish.insteadOf ? [] : (['panel'] as const)),
    ...(wish.endsAtMs === null ? (['prices'] as const) : []),
    ...(outgoing.length > 0 ? [] : (['return'] as const)),
    ...(isClosed ? (['ask'] as const) : []),
    // What was forgotten is looked for by the terms.
    ...(isClosed && lookBack !== 'due' ? (['terms'] as const) : []),
    ...(isClosed && !isOnItsWay(acquiring) ? (['acquire'] as const) : []),
  ];
  return { ...life, trouble: without(life.trouble, ...gone) };
}
