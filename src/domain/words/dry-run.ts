import { FREE_IP } from '../base/marker.js';
import { cheapestToEnd } from '../base/closing-date.js';
import type { Money } from '../base/money.js';
import { monthsInWords, type Offer } from '../base/period.js';
import type { Addons } from '../base/price.js';
import type { Call } from '../life/call.js';
import { decide } from '../life/decide.js';
import { learn } from '../life/learn.js';
import type { Life } from '../life/life.js';
import type { Outcome } from '../life/results.js';
import type { Need, PoolChoice } from '../pool/pool.js';
import type { TermsAnswer, TermsQuestion } from '../terms/terms.js';
import { redated } from './redated.js';

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

/** What is configured, what the license servers sell and what their pools hold, as it is now. */
export interface Market {
  terms(question: TermsQuestion): TermsAnswer;
  /** Gives what the pool would hand out. */
  choose(licenseServer: string, need: Need): PoolChoice;
  /** Gives what an offer costs; `undefined` where it is not sold. */
  cost(licenseServer: string, offer: Offer, addons?: Addons): Money | undefined;
}

/**
 * What is assumed of a call: what it would do, what has to be true for that, and what came of it.
 */
interface Assumption {
  readonly does?: PlannedCall;
  readonly provided?: string;
  readonly unforeseen?: string;
  /** The result; absent where nothing behind it is foretold. */
  readonly done?: Extract<Outcome, { kind: 'done' }>['result'];
}

/** More calls than any life makes at one instant. */
const MOST_CALLS = 30;

/**
 * Plans what a service does next: decides and learns as its Workflow does, over assumed results;
 * `now` is epoch ms.
 */
export function planNext(life: Life, now: number, market: Market): Plan {
  const first = decide(life, now);
  const calls: PlannedCall[] = [];
  const conditions: string[] = [];
  let [next, why] = [life, first.why];
  for (let made = 0; made < MOST_CALLS; made += 1) {
    const step = decide(next, now);
    if (step.kind !== 'call') return { calls, why: calls.length > 0 ? why : step.why };
    const { call } = step;
    const assumed = assume(next, call, now, market);
    if (assumed.provided !== undefined) conditions.push(assumed.provided);
    if (assumed.does) {
      calls.push(onlyIf(assumed.does, conditions), ...instead(next, call, now, market));
      why = calls.length === 1 ? step.why : `${why}; then: ${step.why}`;
    }
    if (assumed.unforeseen !== undefined) return { calls, why: step.why, unforeseen: assumed.unforeseen };
    if (!('done' in assumed)) return { calls, why };
    next = learn(next, { kind: 'done', call, result: assumed.done } as Outcome, now);
  }
  return { calls, why };
}

function assume(life: Life, call: Call, now: number, market: Market): Assumption {
  switch (call.kind) {
    case 'resolveTerms':
      return { done: market.terms(call.question) };
    case 'claim':
      return { done: market.choose(call.licenseServer, call.need) };
    case 'askStatus':
      return { done: 'active', provided: 'the provider says that the service is active' };
    case 'readFunds':
      return { done: { reaches: true, amountMinor: 0 }, provided: 'the balance reaches for it' };
    case 'compareOffers': {
      const { licenseServer, toEnd, ending, addons } = call;
      const priceOf = (offer: Offer) => market.cost(licenseServer, offer, addons ?? undefined)?.amountMinor;
      return { done: cheapestToEnd(toEnd, ending, priceOf) ?? null };
    }
    case 'find':
      return { done: null, provided: 'the order that may have been made is surely not there' };
    case 'order': {
      const { licenseServer, priceList, periodMonths, addons, service } = call;
      const what = `price list ${priceList} for ${monthsInWords(periodMonths)}, at ${service.ip}`;
      const cost = market.cost(licenseServer, { priceList, periodMonths }, addons ?? undefined);
      return cost ? { does: { does: 'order', what, cost } } : unsold(licenseServer, call);
    }
    case 'prolong': {
      const { license, periodMonths, addons } = call;
      const { licenseServer, priceList, licenseId } = license;
      const what = `license ${licenseId} for ${monthsInWords(periodMonths)}`;
      const cost = market.cost(licenseServer, { priceList, periodMonths }, addons ?? undefined);
      return cost
        ? { does: { does: 'prolong', what, cost } }
        : unsold(licenseServer, { priceList, periodMonths });
    }
    case 'bind': {
      const { license, service } = call;
      const what = `license ${license.licenseId} of the pool, to ${service.ip}, with a new key`;
      return { does: { does: 'reassign', what } };
    }
    case 'readdress': {
      const moved = { done: { kind: 'moved' } } as const;
      if (call.ip === FREE_IP) return moved;
      return {
        ...moved,
        does: { does: 'reassign', what: `license ${call.license.licenseId}, to ${call.ip}` },
      };
    }
    case 'changePriceList':
      return { unforeseen: 'the price of the other panel, which `panelkeeper change-panel` shows' };
    case 'accept':
      if (call.licenseId === life.held?.license.licenseId) return { done: life.held.license };
      return { unforeseen: `what the license server shows of license ${call.licenseId}` };
    case 'redate':
      return { done: redated(call.license, call.expiresOn) };
    case 'reread':
      return { done: { license: call.license, ip: life.held?.ip ?? life.wish.service.ip } };
    case 'vacate':
      return { done: { ...call.license, ip: FREE_IP } };
    case 'giveBack':
      return { done: { kind: 'gone' } };
    case 'lookBack':
      return { done: null };
    default:
      return { done: undefined };
  }
}

function unsold(licenseServer: string, { priceList, periodMonths }: Offer): Assumption {
  const what = `price list ${priceList} for ${monthsInWords(periodMonths)}`;
  return { unforeseen: `the price of ${what}, which license server ${licenseServer} does not sell` };
}

/** Where a server allows no change of address yet, another license may be bought in its place. */
function instead(life: Life, call: Call, now: number, market: Market): PlannedCall[] {
  if (call.kind !== 'readdress' || life.terms?.onAddressLimit !== 'order') return [];
  const ip = life.held?.ip ?? FREE_IP;
  const result = { kind: 'tooSoon', ip, usableAtMs: now + 86_400_000 } as const;
  const refused = learn(life, { kind: 'done', call, result }, now);
  const condition = 'its server allows no change of address yet';
  return planNext(refused, now, market).calls.map((each) => onlyIf(each, [condition]));
}

function onlyIf(call: PlannedCall, conditions: readonly string[]): PlannedCall {
  const all = [...(call.onlyIf === undefined ? [] : [call.onlyIf]), ...conditions];
  return all.length > 0 ? { ...call, onlyIf: all.join(', and ') } : call;
}
