import type { Catalogue } from '../catalogue/catalogue.js';
import type { PriceListCode } from '../base/license.js';
import { formatMoney, type Money } from '../base/money.js';
import { monthsInWords } from '../base/period.js';
import type { Refusal } from '../catalogue/place-service.js';
import { costOf, type PricedList } from '../base/price.js';
import type { Service } from '../base/service.js';
import { clientPrice } from '../catalogue/tariff.js';
import { questionOf, resolveTerms, type Terms } from './terms.js';

/** What a change of panel on a live service would do, to be shown before it is done. */
export interface PanelChange {
  readonly kind: 'change';
  /** The service as it would be. */
  readonly service: Service;
  readonly terms: Terms;
  /** Whether the license that is held serves the new panel too, so that nothing is paid. */
  readonly keepsLicense: boolean;
  /** What the client pays for the service's period, where it has a tariff that says so. */
  readonly price: { readonly before?: Money; readonly after?: Money };
  /**
   * What a license of the new panel costs, where the pool has none; absent where nothing is paid or
   * it is not sold.
   */
  readonly cost?: Money;
}

/** A service with the license that it holds, where it holds one. */
export interface Licensed {
  readonly service: Service;
  readonly license?: { readonly licenseServer: string; readonly priceList: PriceListCode };
}

/**
 * Plans a change of panel by the rules for a service that is opened anew; addons stay only where
 * they are asked for again. A refusal leaves everything as it was.
 */
export function planPanelChange(
  catalogue: Catalogue,
  { service, license: held }: Licensed,
  asked: Pick<Service, 'panel' | 'addons'>,
  priceLists: readonly PricedList[],
): PanelChange | Refusal {
  const { addons: _dropped, ...kept } = service;
  const changed: Service = { ...kept, ...asked };
  const answer = resolveTerms(catalogue, { ...questionOf(changed), hadTrial: held !== undefined });
  if (answer.kind === 'refused') return answer;
  const { terms } = answer;
  const keepsLicense = held?.licenseServer === terms.licenseServer && held.priceList === terms.priceList;
  const tariff = catalogue.tariffs?.find(({ id }) => id === service.tariff);
  const priceOf = (panel: string) => tariff && clientPrice(tariff, panel, service.servicePeriodMonths);
  return {
    kind: 'change',
    service: changed,
    terms,
    keepsLicense,
    price: { before: priceOf(service.panel), after: priceOf(asked.panel) },
    cost: keepsLicense ? undefined : costOf(priceLists, terms, terms.addons),
  };
}

/** Says in words what a change of panel would do, a line for each effect. */
export function panelChangeInWords({ terms, keepsLicense, price, cost }: PanelChange): string {
  const bought = `price list ${terms.priceList} for ${monthsInWords(terms.periodMonths)}`;
  const amount = (money: Money | undefined) => (money ? formatMoney(money) : 'unknown');
  return [
    `the client pays ${amount(price.after)} in place of ${amount(price.before)}`,
    keepsLicense
      ? 'the license that it holds serves the new panel too'
      : `its license is moved to ${bought}, or another one is obtained and this one returned: ${amount(cost)} at most`,
  ].join('\n');
}
