import { DAY_MS, daysBetween, type CalendarDate } from './calendar.js';
import { nextInWords } from './describe.js';
import { beginObtaining, type HeldLicense, type Life } from './life.js';
import type { Money } from './money.js';
import { decideNextStep, type Step } from './next-step.js';
import { monthsInWords, type Offer } from './period.js';
import { needOf, whyPoolHadNone, whyPoolIsNotAsked } from './pool-need.js';
import type { Need, PoolChoice } from './pool.js';
import type { Addons } from './price.js';
import { worthSwapping } from './replacement.js';
import { forfeit } from './resolution.js';
import type { Terms } from './terms.js';

/** What a command would make happen at the license server, and what it would cost. */
export interface Plan {
  readonly calls: readonly PlannedCall[];
  readonly why: string;
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
      return license ? planProlonging(license, terms, market, why) : { calls: [], why };
    case 'readdress':
      return planMove(life, terms, market, why);
    case 'changePanel':
      return { calls: [], why: `${why}; \`panelkeeper change-panel\` shows what that costs` };
    case 'swap':
    case 'resolve':
    case 'reread':
    case 'return': {
      // What costs nothing itself may be followed by something that does.
      const next = assumeDone(life, step, terms, now, market);
      return next ? planNext(next, now, market) : { calls: [], why };
    }
    default:
      return { calls: [], why };
  }
}

function planObtaining(life: Life, terms: Terms, market: Market, why: string): Plan {
  const { service, obtaining } = life;
  const { licenseServer, priceList, periodMonths, addons } = terms;
  const what = `price list ${priceList} for ${monthsInWords(periodMonths)}, at ${service.ip}`;
  const order = { does: 'order', what, cost: market.cost(licenseServer, terms, addons) } as const;
  if (obtaining?.mayBeOrdered)
    return { calls: [{ ...order, onlyIf: 'the order that may have been made is surely not there' }], why };
  const notAsked = whyPoolIsNotAsked(terms);
  if (notAsked !== undefined) return { calls: [order], why: `the pool has none: ${notAsked}` };
  const choice = market.choose(licenseServer, needOf(life, terms));
  if (choice.kind === 'none')
    return { calls: [order], why: `the pool has none: ${whyPoolHadNone(terms, choice)}` };
  return {
    calls: [{ does: 'reassign', what: `license ${choice.license.licenseId} of the pool, to ${service.ip}, with a new key` }],
    why: `the pool has a license that fits (${choice.reason})`,
  };
} // prettier-ignore

function planProlonging(license: HeldLicense, terms: Terms, market: Market, why: string): Plan {
  const { licenseId, licenseServer, priceList } = license;
  const { periodMonths, addons } = terms;
  const what = `license ${licenseId} for ${monthsInWords(periodMonths)}`;
  return {
    calls: [{ does: 'prolong', what, cost: market.cost(licenseServer, { priceList, periodMonths }, addons) }],
    why,
  };
}

function planMove(life: Life, terms: Terms, market: Market, why: string): Plan {
  const { license, service } = life;
  const inPlace: PlannedCall = { does: 'reassign', what: `license ${license?.licenseId ?? ''}, to ${service.ip}` };
  if (terms.onAddressLimit !== 'order') return { calls: [inPlace], why };
  const { calls } = planObtaining(life, terms, market, why);
  return { calls: [inPlace, ...calls.map((call) => ({ ...call, onlyIf: 'its server allows no change of address yet' }))], why };
} // prettier-ignore

/** Gives the state after a step that costs nothing; `undefined` where only the license server knows it. */
function assumeDone(
  life: Life,
  step: Extract<Step, { kind: 'swap' | 'resolve' | 'reread' | 'return' }>,
  terms: Terms,
  now: number,
  market: Market,
): Life | undefined {
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
      beginObtaining(next).paidUntilMs = worthSwapping(terms, life.license, now);
      delete next.license;
      const isServed = market.choose(terms.licenseServer, needOf(next, terms)).kind === 'granted';
      if (isServed || step.reason === 'LeftoverEnds') return next;
      return { ...life, poolAskedFor: life.license.expiresOn };
    }
  }
}

function assumeResolved(life: Life): Life | undefined {
  const { resolution, license } = life;
  delete life.resolution;
  delete life.trouble;
  switch (resolution?.action) {
    case 'forfeit':
      forfeit(life);
      return life;
    case 'accept':
      return license && life;
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
