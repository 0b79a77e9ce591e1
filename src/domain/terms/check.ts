import type { PriceListCode } from '../base/license.js';
import { monthsInWords, TRIAL } from '../base/period.js';
import type { Panel } from './terms.js';

/** What a license server sells under a price list, and whether this account may order it. */
export interface Sold {
  readonly priceList: PriceListCode;
  readonly name: string;
  readonly available: boolean;
  readonly periods: readonly { readonly months: number }[];
}

export type PanelFindingKind = 'Orderable' | 'UnknownPriceList' | 'NotAvailable' | 'PeriodNotSold';

/**
 * Whether one price list of one panel can be ordered for the periods that the configuration names.
 */
export interface PanelFinding {
  readonly panel: string;
  readonly priceList: PriceListCode;
  readonly kind: PanelFindingKind;
  /** The periods, in months, that are configured but not sold; `TRIAL` for a trial. */
  readonly missingMonths: readonly number[];
}

/** Compares the configured panels with what a license server sells. */
export function checkPanels(panels: readonly Panel[], sold: readonly Sold[]): PanelFinding[] {
  return panels.flatMap(({ internalName, priceLists }) =>
    priceLists.map(({ code, periodsMonths, trial }) => {
      const found = sold.find(({ priceList }) => priceList === code);
      const missingMonths = [...periodsMonths, ...(trial ? [TRIAL] : [])].filter(
        (months) => !found?.periods.some((period) => period.months === months),
      );
      return { panel: internalName, priceList: code, kind: kindOf(found, missingMonths), missingMonths };
    }),
  );
}

function kindOf(found: Sold | undefined, missingMonths: readonly number[]): PanelFindingKind {
  if (!found) return 'UnknownPriceList';
  if (!found.available) return 'NotAvailable';
  return missingMonths.length > 0 ? 'PeriodNotSold' : 'Orderable';
}

/** Says in words what was found about a price list. */
export function findingInWords({ kind, missingMonths }: PanelFinding): string {
  switch (kind) {
    case 'Orderable':
      return 'can be ordered for every configured period';
    case 'UnknownPriceList':
      return 'is not known to the license server';
    case 'NotAvailable':
      return 'is not available to this account';
    case 'PeriodNotSold':
      return `is not sold for ${missingMonths.map(monthsInWords).join(', ')}`;
  }
}
