import type { Catalogue } from '../catalogue/catalogue.js';
import { checkPanels, findingInWords, type PanelFindingKind, type Sold } from './check.js';
import type { Path } from '../catalogue/catalogue-mistakes.js';
import { panelsAt } from '../catalogue/tariff.js';

/** A price list of the configuration that its license server does not sell as configured. */
export interface Unsellable {
  readonly kind: Exclude<PanelFindingKind, 'Orderable'>;
  readonly path: Path;
  readonly message: string;
}

/**
 * Finds the price lists that a license server does not know, does not sell, or not for the
 * configured periods.
 */
export function unsellableAt(
  catalogue: Catalogue,
  licenseServer: string,
  sold: readonly Sold[],
): Unsellable[] {
  return panelsAt(catalogue, licenseServer).flatMap(({ panel, path }) =>
    checkPanels([panel], sold).flatMap((finding, at): Unsellable[] => {
      const { kind, priceList } = finding;
      if (kind === 'Orderable') return [];
      const message = `price list ${priceList} ${findingInWords(finding)} (${licenseServer})`;
      return [{ kind, path: [...path, 'priceLists', at], message }];
    }),
  );
}
