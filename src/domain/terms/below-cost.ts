import type { Path } from '../catalogue/catalogue-mistakes.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { formatMoney } from '../base/money.js';
import { monthsInWords } from '../base/period.js';
import type { PricedList } from '../base/price.js';
import { quote } from './quote.js';

/** A price of a tariff that does not cover what the license costs. */
export interface BelowCost {
  readonly kind: 'BelowCost';
  readonly path: Path;
  readonly message: string;
}

/**
 * Finds what tariffs sell for less than it costs at one license server, spread over the months that
 * are bought; what is not sold there, or in another currency, is left out.
 */
export function soldBelowCost(
  catalogue: Catalogue,
  licenseServer: string,
  priceLists: readonly PricedList[],
): BelowCost[] {
  return (catalogue.tariffs ?? []).flatMap(({ id, controlPanelLicense: { prices } }, at) =>
    Object.entries(prices).flatMap(([panel, periods]) =>
      Object.keys(periods).flatMap((months): BelowCost[] => {
        const answer = quote(catalogue, { tariff: id, panel, periodMonths: Number(months) }, priceLists);
        if (answer.kind === 'refused' || answer.licenseServer !== licenseServer) return [];
        const { price, cost, margin } = answer;
        if (!margin || margin.period.amountMinor >= 0) return [];
        const sold = `tariff ${id} sells ${panel} for ${formatMoney(price.period)} (${monthsInWords(Number(months))})`;
        const message = `${sold}, and it costs ${formatMoney(cost.period)} at ${licenseServer}`;
        return [{ kind: 'BelowCost', path: ['tariffs', at], message }];
      }),
    ),
  );
}
