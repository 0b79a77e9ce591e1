import type { Catalogue } from '../catalogue/catalogue.js';
import { refused, type Refusal } from '../catalogue/place-service.js';
import { clientPrice } from '../catalogue/tariff.js';
import { formatMoney, type Money } from '../base/money.js';
import { monthsInWords, type Offer } from '../base/period.js';
import { costOf, type PricedList } from '../base/price.js';
import type { Service } from '../base/service.js';
import type { Licensed } from './panel-change.js';
import { questionOf, resolveTerms, type Terms, type TermsAnswer } from './terms.js';

/** What of a client's order may change while its service lives. */
export type ServiceChange = Partial<Pick<Service, 'serviceName' | 'servicePeriodMonths' | 'tariff'>>;

/** What a change of the client's order would do, to be shown before it is done. */
export interface PlannedServiceChange {
  readonly kind: 'change';
  readonly service: Service;
  /** What the client pays for the service's period, where it has a tariff that says so. */
  readonly price: { readonly before?: Money; readonly after?: Money };
  /** What is bought from the next payment on; absent where it is not known, or not sold. */
  readonly payment: { readonly before?: Payment; readonly after?: Payment };
}

type Payment = Offer & { readonly cost?: Money };

/**
 * Plans a change of the client's order: the license stays, and the new period counts from its next
 * payment. A refusal leaves everything as it was.
 */
export function planServiceChange(
  catalogue: Catalogue,
  { service, license }: Licensed,
  change: ServiceChange,
  priceLists: readonly PricedList[],
): PlannedServiceChange | Refusal {
  const changed: Service = { ...service, ...change };
  const question = questionOf(service, license?.priceList ?? null);
  const answer = resolveTerms(catalogue, { ...question, service: changed, realigns: true });
  if (answer.kind === 'refused') return answer;
  const reason = whyNotThere(answer.terms, license?.licenseServer);
  if (reason !== undefined) return refused('tariff', reason);
  const priceOf = ({ tariff: id, panel, servicePeriodMonths }: Service) => {
    const tariff = catalogue.tariffs?.find((each) => each.id === id);
    return tariff && clientPrice(tariff, panel, servicePeriodMonths);
  };
  const paymentOf = (each: TermsAnswer): Payment | undefined => {
    if (each.kind === 'refused') return undefined;
    const { priceList, periodMonths, addons } = each.terms;
    return { priceList, periodMonths, cost: costOf(priceLists, each.terms, addons) };
  };
  return {
    kind: 'change',
    service: changed,
    price: { before: priceOf(service), after: priceOf(changed) },
    payment: { before: paymentOf(resolveTerms(catalogue, question)), after: paymentOf(answer) },
  };
}

/**
 * Says why the license that is held cannot go on by these terms, or gives `undefined`: it stays
 * with its license server.
 */
export function whyNotThere(
  { processingModule, licenseServer }: Terms,
  heldAt: string | undefined,
): string | undefined {
  if (heldAt === undefined || licenseServer === heldAt) return undefined;
  return `its license is of ${heldAt}, and processing module ${processingModule} buys at ${licenseServer}: close the service, and open it anew`;
}

/** Says in words what a change of the client's order would do, a line for each effect. */
export function serviceChangeInWords({ price, payment }: PlannedServiceChange): string {
  const amount = (money: Money | undefined) => (money ? formatMoney(money) : 'unknown');
  const bought = (each: Payment | undefined) =>
    each
      ? `${monthsInWords(each.periodMonths)} of price list ${each.priceList}: ${amount(each.cost)}`
      : 'unknown';
  const isAnother = payment.before?.priceList !== payment.after?.priceList;
  return [
    `the client pays ${amount(price.after)} in place of ${amount(price.before)}`,
    `from the next payment on ${bought(payment.after)}, in place of ${bought(payment.before)}`,
    ...(isAnother ? ['another license takes the place of this one then, with a key of its own'] : []),
  ].join('\n');
}
