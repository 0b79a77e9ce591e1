import type { Catalogue, Panel, SwapAtRenewal, WhileSuspended } from '../catalogue/catalogue.js';
import { shortenToEnd, type Ending, type OffersToEnd } from '../base/closing-date.js';
import type { PriceListCode } from '../base/license.js';
import {
  alignPeriod,
  TRIAL,
  type Alignment,
  type AlignmentReason,
  type AlignmentRule,
  type Offer,
  type TariffScope,
} from '../base/period.js';
import { placeService, refused, type Refusal } from '../catalogue/place-service.js';
import type { LeadSettings } from '../base/renewal.js';
import type { Service } from '../base/service.js';

export type { Catalogue, Panel, ProcessingModule, WhileSuspended } from '../catalogue/catalogue.js';

/** How a service gets its license, by the configuration of this moment. */
export interface Terms extends Offer {
  readonly licenseServer: string;
  readonly processingModule: string;
  /**
   * What to do when the provider, who is asked before each payment, does not answer; absent where
   * nobody is asked.
   */
  readonly asksStatus?: 'pay' | 'wait';
  readonly alignment: AlignmentReason;
  readonly whileSuspended: WhileSuspended;
  readonly lead: LeadSettings;
  /** How many of which addon to order; absent where there are none. */
  readonly addons?: Readonly<Record<string, number>>;
  /**
   * Further price lists of the panel whose pooled licenses may serve; absent where there are none.
   */
  readonly alsoFromPool?: readonly PriceListCode[];
  /** `never` where it is absent. */
  readonly swapAtRenewal?: SwapAtRenewal;
  /** `wait` where it is absent. */
  readonly onAddressLimit?: 'order';
  /**
   * So many days before its expiry a human is asked to confirm the payment; absent where nobody is.
   */
  readonly confirmsDaysBefore?: number;
  /**
   * What is to be compared by price before anything is paid, as a shorter period is bought for a
   * known end.
   */
  readonly toCompare?: OffersToEnd;
  /**
   * The license that is held serves until its end and is not prolonged: what follows it is of these
   * terms.
   */
  readonly givesUpHeld?: true;
}

/** What the terms of a service depend on, beside the configuration. */
export interface TermsQuestion {
  readonly service: Service;
  /** The price list that is kept; `null` where none is. */
  readonly held: PriceListCode | null;
  /** From when to when something is still to be paid, where the end of the service is known. */
  readonly ending: Ending | null;
  /** A trial is had once, and whoever holds a license has had it. */
  readonly hadTrial: boolean;
  /** What is kept is only preferred: another price list may have the period that is wanted now. */
  readonly realigns?: true;
}

/**
 * Asks for the terms of a service without a known end, by the price list of the license that it
 * holds.
 */
export function questionOf(service: Service, held: PriceListCode | null = null): TermsQuestion {
  return { service, held, ending: null, hadTrial: held !== null };
}

export type TermsAnswer = { readonly kind: 'terms'; readonly terms: Terms } | Refusal;

/**
 * Works out the terms of a service. A license that is held keeps its price list: only periods of
 * that one are aligned, unless the configuration does not know it any more, or it was a trial.
 * Where the service ends on a known date, a shorter period of any price list of the panel is bought
 * in place of one that would reach beyond it. A trial is had once; whoever holds a license has had
 * it.
 */
export function resolveTerms(catalogue: Catalogue, question: TermsQuestion): TermsAnswer {
  const { service, held, ending } = question;
  const place = placeService(catalogue, service, held === null ? 'new' : 'running');
  if (place.kind === 'refused') return place;
  const { module, panel, scope } = place;
  const asked = { servicePeriodMonths: service.servicePeriodMonths, rules: module.periodAlignment, scope };
  const aligned = alignPanel(panel, asked, question);
  if (!aligned) return refused('panel', `panel ${panel.internalName} is not sold as a trial`);

  const { whileSuspended, ...lead } = catalogue.renewal;
  const server = catalogue.licenseServers?.find(({ name }) => name === module.licenseServer);
  const toEnd: OffersToEnd = {
    aligned: { priceList: aligned.priceList, periodMonths: aligned.periodMonths },
    offers: offersOf(panel),
  };
  const shortened = ending ? shortenToEnd(toEnd, ending) : aligned;
  const chosen = ending?.chosen && toEnd.offers.find((offer) => isSameOffer(offer, ending.chosen));
  const bought = chosen ?? shortened;
  const others = poolListsOf(panel, bought);
  const confirmed = server?.confirmRenewals?.find(({ periodMonths }) => periodMonths === bought.periodMonths);
  const terms: Terms = {
    licenseServer: module.licenseServer,
    processingModule: module.name,
    ...(module.serviceStatus && { asksStatus: module.serviceStatus.whenUnreachable }),
    priceList: bought.priceList,
    periodMonths: bought.periodMonths,
    alignment: aligned.reason,
    whileSuspended,
    lead: { ...lead, ...server?.renewal },
    ...(service.addons && Object.keys(service.addons).length > 0 && { addons: service.addons }),
    ...(server?.poolAcrossPeriods && others.length > 0 && { alsoFromPool: others }),
    ...(server?.swapAtRenewal !== undefined &&
      server.swapAtRenewal !== 'never' && { swapAtRenewal: server.swapAtRenewal }),
    ...(server?.onAddressLimit === 'order' && { onAddressLimit: server.onAddressLimit }),
    ...(!chosen && !isSameOffer(shortened, aligned) && { toCompare: toEnd }),
    ...(confirmed && { confirmsDaysBefore: confirmed.daysBefore }),
    ...(held !== null && givesUp(panel, held, bought) && { givesUpHeld: true }),
  };
  return { kind: 'terms', terms };
}

function isSameOffer(a: Offer, b: Offer | null): boolean {
  return a.priceList === b?.priceList && a.periodMonths === b.periodMonths;
}

/** A price list that the configuration has lost is not given up: its license goes on as it is. */
function givesUp({ priceLists }: Panel, held: PriceListCode, { priceList }: Offer): boolean {
  return held !== priceList && priceLists.some(({ code }) => code === held);
}

/** Nothing that was paid for is spent on a trial, and no paid service is served with one. */
function poolListsOf({ priceLists }: Panel, { priceList, periodMonths }: Offer): PriceListCode[] {
  if (periodMonths === TRIAL) return [];
  return priceLists
    .filter(({ code, periodsMonths }) => code !== priceList && periodsMonths.length > 0)
    .map(({ code }) => code);
}

/** A service's period, with the rules that replace it and what they ask about it. */
export interface PeriodAsked {
  readonly servicePeriodMonths: number;
  readonly rules: readonly AlignmentRule[];
  readonly scope: TariffScope;
}

/**
 * Aligns a service's period with what its panel is sold for; `undefined` for a trial that is not
 * sold.
 */
export function alignPanel(
  panel: Panel,
  { servicePeriodMonths, rules, scope }: PeriodAsked,
  { held, hadTrial, realigns }: Pick<TermsQuestion, 'held' | 'hadTrial' | 'realigns'>,
): Alignment | undefined {
  // A trial is had once: what follows it is the shortest period that is paid for.
  if (servicePeriodMonths === TRIAL && !hadTrial) {
    return alignPeriod(TRIAL, trialOffersOf(panel), []);
  }
  const offers = offersOf(panel);
  const heldOffers = offers.filter(({ priceList }) => priceList === held);
  const keeps = heldOffers.length > 0 && !realigns;
  return alignPeriod(servicePeriodMonths, keeps ? heldOffers : [...heldOffers, ...offers], rules, scope);
}

/** Lists what a panel is sold for, trials aside. */
export function offersOf({ priceLists }: Panel): Offer[] {
  return priceLists.flatMap(({ code, periodsMonths }) =>
    periodsMonths.map((periodMonths) => ({ priceList: code, periodMonths })),
  );
}

function trialOffersOf({ priceLists }: Panel): Offer[] {
  return priceLists
    .filter(({ trial }) => trial)
    .map(({ code }) => ({ priceList: code, periodMonths: TRIAL }));
}
