import type { ServiceView } from '../../client.js';
import { FileError, type Config } from '../../config.js';
import type { Refusal } from '../../domain/catalogue/place-service.js';
import type { PriceListCode } from '../../domain/base/license.js';
import type { PricedList } from '../../domain/base/price.js';
import type { Licensed } from '../../domain/terms/panel-change.js';
import { readPriceLists } from './price-lists.js';

/** Plans a change of an open service before it is done; throws why it would be refused. */
export async function planChange<Change extends { readonly kind: 'change' }>(
  config: Config,
  { service, license }: ServiceView,
  plan: (open: Licensed, sold: readonly PricedList[]) => Change | Refusal,
): Promise<Change> {
  const held = license && {
    licenseServer: license.licenseServer,
    priceList: license.priceList as PriceListCode,
  };
  const server = config.licenseServers.find(({ name }) => name === held?.licenseServer);
  const answer = plan({ service, license: held }, server ? await readPriceLists(server) : []);
  if (answer.kind === 'refused') throw new FileError(answer.message);
  return answer;
}
