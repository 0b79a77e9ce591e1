import { FREE_IP, markerOf } from '../../base/marker.js';
import type { Need } from '../../pool/pool.js';
import type { Terms } from '../../terms/terms.js';
import type { AcquisitionOf, Obtaining } from '../acquisition.js';
import type { Call } from '../call.js';
import { isTrial } from '../holding.js';
import type { Life } from '../life.js';
import { asksPoolNow, buysFor, paidPast, purposeOf, type Purpose } from '../purpose.js';
import type { Opinion } from '../step.js';
import { looksBack } from './looks-back.js';
import { asksBefore } from './payment.js';
import { calls, waits, waitsForLost, type Policy } from './policy.js';

/**
 * After so many refusals in a row it is not the licenses: one is ordered, whose failure says what
 * is wrong.
 */
export const MOST_REFUSALS = 3;

/** Another license is obtained: from the pool, else by an order. */
export const acquisitionGoesOn: Policy = (life, now) => {
  const { terms, acquiring } = life;
  const purpose = purposeOf(life, now);
  if (!terms || purpose === null) return null;
  // Until the terms are known, those at hand may be of a panel that was wished or refused before,
  // and would bring a license for that one.
  if (life.termsAnswer === null) return null;
  switch (acquiring.kind) {
    case 'none':
      return looksForOwn(life, purpose, now) ?? begins(life, terms, { purpose, now });
    case 'asking':
      return claims(life, terms, { purpose, now }, acquiring);
    case 'vacating': {
      const { marker, licenseServer, vacate } = acquiring;
      const call = { kind: 'vacate', marker, licenseServer, license: vacate } as const;
      return calls(life, now, call, `takes free license ${vacate.licenseId} off ${vacate.ip}`);
    }
    case 'claimed':
      return behind(stepsAside(life, now, purpose), binds(life, terms, now, acquiring));
    case 'ordering':
      return orders(life, terms, { purpose, now }, acquiring);
    default:
      return null;
  }
};

interface Moment {
  readonly purpose: Purpose;
  readonly now: number;
}

/** Another license would be refused an address where one that was forgotten is. */
function looksForOwn(life: Life, purpose: Purpose, now: number): Opinion {
  return purpose === 'serve' && life.outgoing.length === 0 ? looksBack(life, now) : null;
}

function begins(life: Life, terms: Terms, moment: Moment): Opinion {
  const { purpose, now } = moment;
  const { tally, wish, firstRunId, refusals } = life;
  const marker = markerOf(wish.service, firstRunId, tally.markers + 1);
  const at = { marker, licenseServer: terms.licenseServer };
  const hadNone = whyNotAsked(terms, refusals);
  if (hadNone === null) return asksPoolNow(life, purpose, now) ? claims(life, terms, moment, at) : null;
  return buysFor(life, purpose) ? orders(life, terms, moment, { ...at, hadNone, isFunded: false }) : null;
}

/** The pool does not know which addons a license has, and one with too few would not serve. */
function whyNotAsked({ addons }: Terms, refusals: number): string | null {
  if (addons) return 'it has no licenses with addons';
  return refusals >= MOST_REFUSALS ? `${refusals} of its licenses were refused` : null;
}

function claims(
  life: Life,
  terms: Terms,
  { purpose, now }: Moment,
  { marker, licenseServer }: Obtaining,
): Opinion {
  const call: Call = { kind: 'claim', marker, licenseServer, need: needOf(life, terms, { purpose, now }) };
  return calls(life, now, call, PURPOSES[purpose]);
}

function needOf(life: Life, terms: Terms, { purpose, now }: Moment): Need {
  const paidUntilMs = paidPast(life, purpose, now);
  return {
    priceList: terms.priceList,
    ip: life.wish.service.ip,
    acrossPeriods: terms.alsoFromPool !== undefined,
    // Who was promised a trial gets a whole one: what is left of another's would save nothing.
    ...(isTrial(terms) && { onlyVacates: true }),
    ...(paidUntilMs !== null && { paidUntilMs }),
  };
}

const PURPOSES: Readonly<Record<Purpose, string>> = {
  serve: 'asks the pool for a license: the service has none',
  panel: 'asks the pool for a license of the other panel',
  move: 'asks the pool for a license: its own cannot follow the service to its address',
  swap: 'asks the pool for a license before paying for another period',
  replace: 'asks the pool for what follows the license: its end is near and it is not prolonged',
};

/**
 * One address takes one license of a product, so that the one before leaves it first, with the next
 * one in hand.
 */
function stepsAside(life: Life, now: number, purpose: Purpose): Opinion {
  const { held, wish } = life;
  const { serviceId, ip } = wish.service;
  // Where nobody knows its address, it may be this one.
  if (!held || (held.ip ?? ip) !== ip || (purpose !== 'swap' && purpose !== 'replace')) return null;
  const why = `takes license ${held.license.licenseId} off the address, for the one that follows`;
  if (now < held.movesFromMs)
    return waits(held.movesFromMs, `${why}, when its server lets its address be changed`);
  if (now < held.editUntilMs) return waitsForLost(life, 'move', held.editUntilMs, why);
  const call = { kind: 'readdress', serviceId, license: held.license, ip: FREE_IP } as const;
  return calls(life, now, call, why);
}

/** The address is not left while what is to follow there is waited for. */
function behind(aside: Opinion, call: Opinion): Opinion {
  return call?.kind === 'call' ? (aside ?? call) : call;
}

function binds(
  life: Life,
  { periodMonths }: Terms,
  now: number,
  { marker, licenseServer, license }: AcquisitionOf<'claimed'>,
): Opinion {
  const { service } = life.wish;
  const call = {
    kind: 'bind',
    marker,
    licenseServer,
    license,
    service,
    priceList: license.priceList,
    periodMonths,
  } as const;
  return calls(life, now, call, `binds license ${license.licenseId} of the pool to ${service.ip}`);
}

function orders(
  life: Life,
  terms: Terms,
  { purpose, now }: Moment,
  { marker, licenseServer, hadNone, isFunded }: Omit<AcquisitionOf<'ordering'>, 'kind'>,
): Opinion {
  const { priceList, periodMonths, addons = null } = terms;
  const asked = asksBefore(life, now);
  if (asked) return asked;
  if (purpose === 'replace' && !isFunded) {
    const call = {
      kind: 'readFunds',
      marker,
      licenseServer,
      priceList,
      periodMonths,
      addons,
      hadNone,
    } as const;
    return calls(life, now, call, 'asks whether the balance reaches, before the license is given up');
  }
  const { service } = life.wish;
  const call = {
    kind: 'order',
    marker,
    licenseServer,
    service,
    priceList,
    periodMonths,
    addons,
    hadNone,
  } as const;
  const why = `orders a license, as the pool has none: ${hadNone}`;
  return behind(stepsAside(life, now, purpose), calls(life, now, call, why));
}
