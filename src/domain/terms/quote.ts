import type { Catalogue, Panel, Tariff } from '../catalogue/catalogue.js';
import type { Money } from '../base/money.js';
import { alignmentInWords, monthsInWords, TRIAL, type AlignmentReason, type Offer } from '../base/period.js';
import { placeService, refused, type Refusal } from '../catalogue/place-service.js';
import { costOf, type Addons, type PricedList } from '../base/price.js';
import { clientPrice } from '../catalogue/tariff.js';
import { alignPanel, offersOf, questionOf } from './terms.js';

/** What a client asks the price of. */
export interface QuoteRequest {
  readonly tariff: string;
  readonly panel: string;
  readonly periodMonths: number;
  /** What the tariff's price does not count, but the license costs. */
  readonly addons?: Addons;
}

/**
 * An amount as it is for the client's period, for a month and for a year of it; that of a trial is
 * had once, so thrice the same.
 */
export interface Amounts {
  readonly period: Money;
  readonly month: Money;
  readonly year: Money;
}

export interface Quote extends QuoteRequest {
  readonly kind: 'quote';
  readonly licenseServer: string;
  /** What is bought at the license server, and why. */
  readonly buys: Offer & { readonly reason: AlignmentReason; readonly why: string; readonly cost: Money };
  /** Everything that the panel could be bought as. */
  readonly offers: readonly (Offer & { readonly cost?: Amounts })[];
  readonly price: Amounts;
  /** What the period that is bought costs, spread over its months. */
  readonly cost: Amounts;
  /** Absent where price and cost are in different currencies. */
  readonly margin?: Amounts;
}

export type QuoteAnswer =
  Quote | (Omit<Refusal, 'field'> & { readonly field: Refusal['field'] | 'price' | 'cost' });

/**
 * Works out what a client pays for a panel, what it will cost at the license server, and what
 * remains.
 */
export function quote(
  catalogue: Catalogue,
  request: QuoteRequest,
  priceLists: readonly PricedList[],
): QuoteAnswer {
  const { tariff: id, panel, periodMonths, addons } = request;
  const service = serviceOf(request);
  const place = placeService(catalogue, service, 'new');
  if (place.kind === 'refused') return place;
  const tariff = catalogue.tariffs?.find((each) => each.id === id) as Tariff;
  const { module, scope } = place;
  const aligned = alignPanel(
    place.panel,
    { servicePeriodMonths: periodMonths, rules: module.periodAlignment, scope },
    questionOf(service),
  );
  if (!aligned) return refused('panel', `panel ${panel} is not sold as a trial`);
  const bill = clientPrice(tariff, panel, periodMonths);
  if (!bill)
    return missing('price', `tariff ${id} has no price of panel ${panel} for ${monthsInWords(periodMonths)}`);
  const cost = costOf(priceLists, aligned, addons);
  if (!cost) {
    const what = `price list ${aligned.priceList} for ${monthsInWords(aligned.periodMonths)}`;
    return missing('cost', `license server ${module.licenseServer} does not sell ${what}`);
  }
  const { priceList, periodMonths: bought, reason } = aligned;
  const isTrial = bought === TRIAL;
  return {
    kind: 'quote',
    ...request,
    licenseServer: module.licenseServer,
    buys: { priceList, periodMonths: bought, reason, why: alignmentInWords(periodMonths, aligned), cost },
    offers: pricedOffers(place.panel, priceLists, request),
    price: spread(bill, periodMonths, periodMonths),
    cost: spread(cost, bought, periodMonths),
    ...(bill.currency === cost.currency && {
      margin: spread(
        // Over the months of both, so that nothing is rounded before the difference is taken.
        isTrial
          ? { ...cost, amountMinor: bill.amountMinor - cost.amountMinor }
          : { ...cost, amountMinor: bill.amountMinor * bought - cost.amountMinor * periodMonths },
        isTrial ? TRIAL : periodMonths * bought,
        periodMonths,
      ),
    }),
  };
}

function serviceOf({ tariff, panel, periodMonths, addons }: QuoteRequest) {
  return {
    serviceId: 'quote',
    serviceName: 'quote',
    ip: '192.0.2.1',
    tariff,
    panel,
    servicePeriodMonths: periodMonths,
    ...(addons && { addons }),
  };
}

function pricedOffers(
  panel: Panel,
  priceLists: readonly PricedList[],
  { periodMonths, addons }: QuoteRequest,
): Quote['offers'] {
  return offersOf(panel).map((offer) => {
    const cost = costOf(priceLists, offer, addons);
    return { ...offer, ...(cost && { cost: spread(cost, offer.periodMonths, periodMonths) }) };
  });
}

/** Spreads an amount that pays for some months over the client's period, a month and a year. */
function spread(money: Money, months: number, periodMonths: number): Amounts {
  if (months === TRIAL) return { period: money, month: money, year: money };
  const over = (wanted: number) => ({
    ...money,
    amountMinor: Math.round((money.amountMinor * wanted) / months),
  });
  return { period: over(periodMonths === TRIAL ? 1 : periodMonths), month: over(1), year: over(12) };
}

function missing(field: 'price' | 'cost', message: string): QuoteAnswer {
  return { kind: 'refused', field, message };
}
