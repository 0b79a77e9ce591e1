import { DAY_MS, daysBetween, type CalendarDate } from '../base/calendar.js';
import { nextInWords } from './describe.js';
import { beginObtaining, isOnItsWay, type HeldLicense, type Life } from '../life/life.js';
import type { Money } from '../base/money.js';
import { decideNextStep, type Step } from '../life/next-step.js';
import { monthsInWords, type Offer } from '../base/period.js';
import { needOf, whyPoolHadNone, whyPoolIsNotAsked } from '../life/pool-need.js';
import type { FreeLicense, Need, PoolChoice } from '../pool/pool.js';
import type { Addons } from '../base/price.js';
import { MOST_REFUSALS } from '../life/refused-license.js';
import { worthSwapping } from '../life/replacement.js';
import { forfeit } from '../life/resolution.js';
import type { Terms } from '../terms/terms.js';

/** What a command would make happen at the license server, and what it would cost. */
export interface Plan {
  readonly calls: readonly PlannedCall[];
  readonly why: string;
  /** What else decides about calls, and shows only when it is done. */
  readonly unforeseen?: string;
}

export interface PlannedCall {
  readonly does: 'order' | 'prolong' | 'reassign';
  readonly what: string;
  /** Absent for what costs nothing. */
  readonly cost?: Money;
  /** What has to be true for it, where that shows only when it is done. */
  readonly onlyIf?: string;
}

/** What the license servers sell and what their pools hold, as it is now. */
export interface Market {
  /** Gives what the pool would hand out. */
  choose(licenseServer: string, need: Need): PoolChoice;
  /** Gives what an offer costs; throws where it is not sold. */
  cost(licenseServer: string, offer: Offer, addons?: Addons): Money;
}

/** Plans what a service does next, by the same decisions that its Workflow makes; `now` is epoch ms. */
export function planNext(life: Life, now: number, market: Market): Plan {
  const { terms, license } = life;
  const step = decideNextStep(life, now);
  const why = nextInWords(life, step);
  if (!terms) return { calls: [], why };
  switch (step.kind) {
    case 'obtain':
      return planObtaining(life, terms, market, why);
    case 'prolong':
      return { calls: license ? [prolonging(license, terms, market)] : [], why };
    case 'readdress':
      return planMove(life, terms, now, market);
    case 'changePanel':
      return {
        calls: [],
        why,
        unforeseen: 'the price of the other panel, which `panelkeeper change-panel` shows',
      };
    case 'swap':
    case 'resolve':
    case 'reread':
    case 'return': {
      // What costs nothing itself may be followed by something that does.
      const next = assumeDone(life, step, terms, now, market);
      if (typeof next === 'string') return { calls: [], why, unforeseen: next };
      return next ? planNext(next, now, market) : { calls: [], why };
    }
    default:
      return { calls: [], why };
  }
}

/** Follows how a service obtains a license: one that is on its way, else one of the pool, else an order. */
function planObtaining(life: Life, terms: Terms, market: Market, why: string): Plan {
  const { service, obtaining } = life;
  const { addons } = terms;
  const { licenseServer } = obtaining && isOnItsWay(obtaining) ? obtaining : terms;
  const { priceList, periodMonths } = obtaining?.mayBeOrdered ?? terms;
  const order = (reason: string, ...conditions: string[]): Plan => {
    const what = `price list ${priceList} for ${monthsInWords(periodMonths)}, at ${service.ip}`;
    const cost = market.cost(licenseServer, { priceList, periodMonths }, addons);
    return { calls: [onlyIf({ does: 'order', what, cost }, ...conditions)], why: reason };
  };
  const reassign = ({ licenseId }: FreeLicense, reason: string): Plan => {
    const what = `license ${licenseId} of the pool, to ${service.ip}, with a new key`;
    return { calls: [{ does: 'reassign', what }], why: reason };
  };
  if (obtaining?.mayBeOrdered) return order(why, 'the order that may have been made is surely not there');
  const conditions = ifActive(terms);
  const notAsked = whyPoolIsNotAsked(terms);
  if (notAsked !== undefined) return order(`the pool has none: ${notAsked}`, ...conditions);
  if (obtaining?.claimed) return reassign(obtaining.claimed, 'the pool has promised this license');
  if ((obtaining?.refusals ?? 0) >= MOST_REFUSALS)
    return order(`${MOST_REFUSALS} licenses of the pool were refused`, ...conditions);
  const choice = market.choose(licenseServer, needOf(life, terms));
  if (choice.kind === 'granted')
    return reassign(choice.license, `the pool has a license that fits (${choice.reason})`);
  return order(`the pool has none: ${whyPoolHadNone(terms, choice)}`, ...conditions);
}

function prolonging(license: HeldLicense, terms: Terms, market: Market): PlannedCall {
  const { licenseId, licenseServer, priceList } = license;
  const { periodMonths, addons } = terms;
  const what = `license ${licenseId} for ${monthsInWords(periodMonths)}`;
  const cost = market.cost(licenseServer, { priceList, periodMonths }, addons);
  return onlyIf({ does: 'prolong', what, cost }, ...ifActive(terms));
}

function planMove(life: Life, terms: Terms, now: number, market: Market): Plan {
  const { readdress: _done, ...moved } = life;
  const { license, service, obtaining } = life;
  const why = nextInWords(life, { kind: 'readdress', reason: 'AddressChanged' });
  if (isOnItsWay(obtaining)) return planObtaining(life, terms, market, why);
  const inPlace: PlannedCall = {
    does: 'reassign',
    what: `license ${license?.licenseId ?? ''}, to ${service.ip}`,
  };
  const inItsPlace = terms.onAddressLimit === 'order' ? planObtaining(life, terms, market, why).calls : [];
  const next = planNext(moved, now, market);
  return {
    ...next,
    calls: [
      inPlace,
      ...inItsPlace.map((call) => onlyIf(call, 'its server allows no change of address yet')),
      ...next.calls,
    ],
    why: next.calls.length > 0 ? `${why}; then: ${next.why}` : why,
  };
}

/** A provider who is asked before each payment has the last word. */
function ifActive({ asksStatus }: Terms): string[] {
  return asksStatus ? ['the provider says that the service is active'] : [];
}

function onlyIf(call: PlannedCall, ...conditions: string[]): PlannedCall {
  const all = [...(call.onlyIf === undefined ? [] : [call.onlyIf]), ...conditions];
  return all.length > 0 ? { ...call, onlyIf: all.join(', and ') } : call;
}

/** Gives the state after a step that costs nothing: `undefined` where nothing follows, in words what only its doing shows. */
function assumeDone(
  life: Life,
  step: Extract<Step, { kind: 'swap' | 'resolve' | 'reread' | 'return' }>,
  terms: Terms,
  now: number,
  market: Market,
): Life | string | undefined {
  const next = structuredClone(life);
  switch (step.kind) {
    case 'reread':
      delete next.rereads;
      return next;
    case 'return':
      delete next.outgoing;
      return step.reason === 'Replaced' ? next : undefined;
    case 'resolve':
      return assumeResolved(next);
    case 'swap': {
      if (!life.license) return undefined;
      beginObtaining(next, terms).paidUntilMs = worthSwapping(terms, life.license, now);
      delete next.license;
      const isServed = market.choose(terms.licenseServer, needOf(next, terms)).kind === 'granted';
      if (isServed || step.reason === 'LeftoverEnds') return next;
      return { ...life, poolAskedFor: life.license.expiresOn };
    }
  }
}

function assumeResolved(life: Life): Life | string {
  const { resolution, license } = life;
  delete life.resolution;
  delete life.trouble;
  switch (resolution?.action) {
    case 'forfeit':
      forfeit(life);
      return life;
    case 'accept': {
      const { licenseId = license?.licenseId } = resolution;
      return licenseId === license?.licenseId
        ? life
        : `what the license server shows of license ${licenseId ?? ''}`;
    }
    case 'setExpiry':
      if (license) life.license = redated(license, resolution.expiresOn);
      return life;
    default:
      return life;
  }
}

function redated(license: HeldLicense, expiresOn: CalendarDate): HeldLicense {
  const byMs = daysBetween(license.expiresOn, expiresOn) * DAY_MS;
  const { expiresAtMs, expiredAtMs } = license;
  return { ...license, expiresOn, expiresAtMs: expiresAtMs + byMs, expiredAtMs: expiredAtMs + byMs };
}
