import type { Acquisition } from './acquisition.js';
import { changeHolding, goesOut, isOf, looksAgain, notOrdered, staged } from './changes.js';
import { subjectOf, type Call } from './call.js';
import { leavesDoubt, traitsOf } from '../base/failures.js';
import { holdingOfClaimed, type HeldLicense } from './holding.js';
import type { Life } from './life.js';
import { isGivenUp, parkedLicense, waitAfterRefusedReturn } from './refused-return.js';
import { refusePanel } from './panel-refusal.js';
import { afterFailure, type Met } from './trouble.js';

/** A call whose answer was lost may still arrive for so long, where nobody knows better. */
export const LOST_FOR_MS = 10 * 60_000;

/**
 * Brings the failure of a call into a life: what it was about is tried again later, and what it
 * leaves open is kept.
 */
export function learnFailed(life: Life, call: Call, met: Met, now: number): Life {
  const subject = subjectOf(call);
  const before = life.trouble[subject];
  const refusedReturn = call.kind === 'giveBack' ? waitAfterRefusedReturn(before, met) : undefined;
  const wait = refusedReturn ?? waitAfterLostVacate(call, met);
  const trouble = afterFailure(before, call.kind, { ...met, ...wait }, now);
  const troubled = { ...life, trouble: { ...life.trouble, [subject]: trouble } };
  const next = consequence(troubled, call, met, now);
  return leavesDoubt(met.failure) ? lost(next, call, met, now) : next;
}

/**
 * What leaves the address is free for others at once, so that nothing to it may be on its way any
 * more.
 */
function waitAfterLostVacate({ kind }: Call, { failure, retryAfterMs = LOST_FOR_MS }: Met): Partial<Met> {
  return kind === 'vacate' && leavesDoubt(failure) ? { retryAfterMs } : {};
}

function consequence(life: Life, call: Call, met: Met, now: number): Life {
  switch (call.kind) {
    case 'order':
      return orderFailed({ ...life, permit: null }, call.marker, met);
    case 'prolong':
      return { ...life, permit: null };
    case 'accept':
    case 'redate':
      // A decision stands while what keeps it from being done passes by itself.
      return traitsOf(met.failure).outcome === 'refused' ? { ...life, decision: null } : life;
    case 'giveBack':
      return isGivenUp(life.trouble.return, met.failure) ? setAside(life, call.license, met, now) : life;
    default:
      return life;
  }
}

/**
 * An address that is taken may be served by the pool; a change of panel that cannot be paid for is
 * taken back.
 */
function orderFailed(life: Life, marker: string, { failure, message }: Met): Life {
  const { acquiring, wish } = life;
  if (acquiring.kind !== 'ordering' || acquiring.marker !== marker) return life;
  const isRefused = traitsOf(failure).outcome === 'refused';
  if (isRefused && wish.insteadOf && life.held)
    return refusePanel({ ...life, acquiring: { kind: 'none' } }, message);
  if (failure === 'IpAlreadyLicensed') return { ...looksAgain(life), acquiring: { kind: 'none' } };
  return { ...life, acquiring: notOrdered(life, acquiring) };
}

function setAside(life: Life, license: HeldLicense, met: Met, now: number): Life {
  const parked = parkedLicense(license, life.wish.service.serviceId, met, now);
  const aside = staged(life, license.licenseId, { kind: 'refused', parked });
  // It carries its marker all the same, and would be found again and again.
  return { ...aside, lookBack: life.lookBack === 'due' ? 'done' : life.lookBack };
}

/** Keeps what a lost answer leaves open: doubt belongs to the license, wherever that goes. */
function lost(life: Life, call: Call, { retryAfterMs = LOST_FOR_MS }: Met, now: number): Life {
  const untilMs = now + retryAfterMs;
  switch (call.kind) {
    case 'claim':
      if (life.acquiring.kind !== 'none') return life;
      return {
        ...life,
        acquiring: { kind: 'asking', marker: call.marker, licenseServer: call.licenseServer },
        tally: { ...life.tally, markers: life.tally.markers + 1 },
      };
    case 'bind':
      return bindLost(life, call, untilMs);
    case 'order': {
      const { marker, licenseServer, priceList, periodMonths, service } = call;
      const { ip, panel, addons } = service;
      const made = { priceList, periodMonths, ip, served: { panel, ...(addons && { addons }) } };
      const inDoubt: Acquisition = { kind: 'inDoubt', marker, licenseServer, made, untilMs };
      return { ...life, acquiring: inDoubt };
    }
    case 'prolong':
      return changeHolding(life, call.license.licenseId, (holding) => ({
        ...holding,
        paymentUntilMs: untilMs,
      }));
    case 'changePriceList': {
      const changed = changeHolding(life, call.license.licenseId, (holding) => ({
        ...holding,
        paymentUntilMs: untilMs,
      }));
      return { ...changed, rereads: changed.held !== null };
    }
    case 'readdress':
      return changeHolding(life, call.license.licenseId, (holding) => ({
        ...holding,
        ip: null,
        editUntilMs: untilMs,
      }));
    case 'giveBack':
      return changeHolding(life, call.license.licenseId, (holding) => ({ ...holding, editUntilMs: untilMs }));
    default:
      return life;
  }
}

function bindLost(life: Life, call: Extract<Call, { kind: 'bind' }>, untilMs: number): Life {
  const { acquiring } = life;
  if (acquiring.kind === 'claimed' && isOf(acquiring, call.marker))
    return { ...life, acquiring: { ...acquiring, bindUntilMs: untilMs } };
  // It was given up meanwhile, and may be bound all the same.
  const bound = holdingOfClaimed(call.license, call, untilMs);
  return { ...life, outgoing: [...life.outgoing, goesOut(bound)] };
}
