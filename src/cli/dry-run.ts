import type { ServiceRequest, ServiceView } from '../client.js';
import { parseService } from '../client/service-request.js';
import { FileError, type Config } from '../config.js';
import { utcDateOf } from '../domain/calendar.js';
import { planObtaining, planProlonging, type Plan } from '../domain/dry-run.js';
import type { PriceListCode } from '../domain/license.js';
import { formatMoney, type Money } from '../domain/money.js';
import { monthsInWords, TRIAL, type Offer } from '../domain/period.js';
import { chooseFreeLicense } from '../domain/pool.js';
import { PoolStock } from '../domain/pool-stock.js';
import { costOf as costAmong, type PricedList } from '../domain/price.js';
import type { Service } from '../domain/service.js';
import { resolveTerms, type Terms } from '../domain/terms.js';
import { withConnection } from './connection.js';
import { currentConfig } from './environment.js';
import { readPriceLists } from './price-lists.js';

/** What `--dry-run` does, for the help of each command that can spend. */
export const DRY_RUN = 'print what would be called and what it would cost, and do nothing';

/** Plans `open` without doing it: which license the service would get, and what that would cost. */
export async function planOpen(request: ServiceRequest): Promise<Plan> {
  const service = parseService(request);
  const config = currentConfig();
  return await withConnection(async ({ client }) => {
    const open = await client.getLicense(service.serviceId).catch(() => undefined);
    if (open && open.status !== 'closed') return await planNext(config, open);
    const terms = termsOf(config, service);
    const { free } = await client.getPool(terms.licenseServer);
    const { priceList, alsoFromPool = [] } = terms;
    const need = {
      priceList,
      ip: service.ip,
      siblings: alsoFromPool,
      acrossPeriods: alsoFromPool.length > 0,
      onlyVacates: terms.periodMonths === TRIAL,
    };
    const choice = chooseFreeLicense(new PoolStock(free), need, Date.now());
    return planObtaining(terms, service.ip, choice, await costOf(config, terms, terms.licenseServer));
  });
}

/** Plans what an open service would pay when it is told to go on: by `resume`, `wake` or `resolve`. */
export async function planGoingOn(serviceId: string): Promise<Plan> {
  return await withConnection(async ({ client }) =>
    planNext(currentConfig(), await client.getLicense(serviceId)),
  );
}

async function planNext(config: Config, view: ServiceView): Promise<Plan> {
  const { service, license, next } = view;
  if (!license) return { calls: [], why: next };
  const held = license.priceList as PriceListCode;
  const terms = termsOf(config, service, held);
  // A trial is not prolonged: what follows it is obtained when its end is near.
  if (terms.givesUpHeld) return { calls: [], why: next };
  const offer = { ...terms, priceList: held };
  const due = license.expiresOn <= utcDateOf(Date.now()) || view.trouble !== undefined;
  return planProlonging({ ...license, due, next }, offer, await costOf(config, offer, license.licenseServer));
}

function termsOf(config: Config, service: Service, held?: PriceListCode): Terms {
  const answer = resolveTerms(config, service, held);
  if (answer.kind === 'refused') throw new FileError(answer.message);
  return answer.terms;
}

async function costOf(
  config: Config,
  offer: Offer & Pick<Terms, 'addons'>,
  licenseServer: string,
): Promise<Money> {
  const server = config.licenseServers.find(({ name }) => name === licenseServer);
  const sold: readonly PricedList[] = server ? await readPriceLists(server) : [];
  const cost = costAmong(sold, offer, offer.addons);
  if (cost) return cost;
  throw new FileError(
    `license server ${licenseServer} does not sell price list ${offer.priceList} for ${monthsInWords(offer.periodMonths)}`,
  );
}

/** Lays a plan out for a person. */
export function planInWords({ calls, why }: Plan): string {
  const lines = calls.map(
    ({ does, what, cost }) => `would ${does} ${what}: ${cost ? formatMoney(cost) : 'costs nothing'}`,
  );
  return [...(lines.length > 0 ? lines : ['would call nothing that costs money now']), `because ${why}`].join(
    '\n',
  );
}
