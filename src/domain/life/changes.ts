import type { Marker } from '../base/marker.js';
import type { Service } from '../base/service.js';
import type { Acquisition, AcquisitionOf } from './acquisition.js';
import type { Subject } from './call.js';
import { hasSteppedAside, holdingOfClaimed, isTrial, type Holding } from './holding.js';
import type { Life, Outgoing } from './life.js';
import type { Troubles } from './trouble.js';

/** Says whether a license would be lost if its acquisition were forgotten. */
export function isOnItsWay({ kind }: Acquisition): boolean {
  return kind !== 'none' && kind !== 'ordering' && kind !== 'bound';
}

/** The panel, with its addons, that a license was obtained for. */
export type Served = Pick<Service, 'panel' | 'addons'>;

/**
 * Ends an acquisition with the license that it has brought: the one before it is to be given back.
 */
export function hold(life: Life, holding: Holding, acquiring: Acquisition, served?: Served): Life {
  const { held, wish } = life;
  const isAnother = held !== null && held.license.licenseId !== holding.license.licenseId;
  const next: Life = {
    ...life,
    held: holding,
    outgoing: isAnother ? [...life.outgoing, goesOut(held)] : life.outgoing,
    acquiring,
    hadTrial: life.hadTrial || isTrial(holding.license),
    refusals: 0,
    wish: { ...wish, insteadOf: insteadOf(life, served) },
    trouble: without(life.trouble, 'acquire', 'find', 'move', 'panel', 'prices', 'decision'),
    termsAnswer: null,
  };
  return next;
}

/**
 * What was on its way when another panel was asked for serves the one of then, which is not given
 * up before the change.
 */
function insteadOf({ wish: { service } }: Life, served: Served = service): Served | null {
  const { panel, addons } = served;
  const isWished = panel === service.panel && JSON.stringify(addons) === JSON.stringify(service.addons);
  return isWished ? null : { panel, ...(addons && { addons }) };
}

/** Makes a license one that is to be given back. */
export function goesOut(holding: Holding): Outgoing {
  return { ...holding, stage: { kind: 'atServer' } };
}

/** Gives a claimed license back by way of its server, as a bind that was lost may still take it. */
export function goesOutClaimed(life: Life, claimed: AcquisitionOf<'claimed'>, periodMonths: number): Life {
  const { marker, licenseServer, license, bindUntilMs } = claimed;
  const bound = holdingOfClaimed(license, { licenseServer, periodMonths }, bindUntilMs);
  return {
    ...life,
    acquiring: { kind: 'bound', marker, licenseServer },
    outgoing: [...life.outgoing, goesOut(bound)],
  };
}

/** Changes how far the return of a license has come. */
export function staged(life: Life, licenseId: string, stage: Outgoing['stage']): Life {
  const outgoing = life.outgoing.map((each) =>
    each.license.licenseId === licenseId ? { ...each, stage } : each,
  );
  return { ...life, outgoing };
}

/** Takes the troubles about some subjects away. */
export function without(troubles: Troubles, ...subjects: readonly Subject[]): Troubles {
  if (!subjects.some((subject) => troubles[subject])) return troubles;
  return Object.fromEntries(
    Object.entries(troubles).filter(([subject]) => !subjects.includes(subject as Subject)),
  );
}

/**
 * Changes one field of the license that is held, where it is this one, or of the one that is given
 * back.
 */
export function changeHolding(
  life: Life,
  licenseId: string,
  change: (holding: Holding) => Holding | null,
): Life {
  const { held, outgoing } = life;
  if (held?.license.licenseId === licenseId) return { ...life, held: change(held) };
  if (!outgoing.some(({ license }) => license.licenseId === licenseId)) return life;
  const changed = outgoing.flatMap((each): Outgoing[] => {
    if (each.license.licenseId !== licenseId) return [each];
    const next = change(each);
    return next ? [{ ...each, ...next }] : [];
  });
  return { ...life, outgoing: changed };
}

/** Says whether an acquisition is the one of this marker. */
export function isOf(acquiring: Acquisition, marker: Marker): boolean {
  return acquiring.kind !== 'none' && acquiring.marker === marker;
}

/**
 * What is at an address that is taken may be the service's own: from a call that a reset has let
 * its life forget and that came late, or from a life before this one that was cut off.
 */
export function looksAgain(life: Life): Life {
  return { ...life, lookBack: 'due' };
}

/**
 * What follows an order that was not executed: the pool is asked again, as something may have
 * become free since, and by the same marker, so that the next order still looks for this one. Where
 * a license has stepped aside for it, the order is made again: a change of address that was taken
 * back could not be made a second time.
 */
export function notOrdered({ held }: Life, ordering: AcquisitionOf<'ordering'>): Acquisition {
  const { marker, licenseServer } = ordering;
  return held && hasSteppedAside(held) ? ordering : { kind: 'asking', marker, licenseServer };
}
