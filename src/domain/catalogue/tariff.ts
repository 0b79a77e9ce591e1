import type { Catalogue, Panel, Tariff } from './catalogue.js';
import type { PriceListCode } from '../base/license.js';
import type { Money } from '../base/money.js';

/**
 * Lists the panels that a client of a tariff may choose: those of its enumeration that its
 * restrictions leave.
 */
export function panelsOffered({ enumerations }: Pick<Catalogue, 'enumerations'>, tariff: Tariff): Panel[] {
  const { enumeration, panels } = tariff.controlPanelLicense.restrictions;
  return enumerations
    .filter(({ name }) => name === enumeration)
    .flatMap(({ values }) => values)
    .filter(({ internalName }) => panels?.includes(internalName) ?? true);
}

/**
 * Gives what a client pays for a panel and a period, or `undefined` where the tariff has no such
 * price.
 */
export function clientPrice(tariff: Tariff, panel: string, months: number): Money | undefined {
  const amountMinor = tariff.controlPanelLicense.prices[panel]?.[String(months)];
  return amountMinor === undefined ? undefined : { amountMinor, currency: tariff.currency };
}

/** Gives what clients pay at most for what a price list sells for a period, by all tariffs. */
export function askedOfClients(
  { enumerations, tariffs = [] }: Pick<Catalogue, 'enumerations' | 'tariffs'>,
  priceList: PriceListCode,
  months: number,
): Money | undefined {
  const panels = enumerations
    .flatMap(({ values }) => values)
    .filter(({ priceLists }) => priceLists.some(({ code }) => code === priceList));
  return tariffs
    .flatMap((tariff) =>
      panels.flatMap(({ internalName }) => clientPrice(tariff, internalName, months) ?? []),
    )
    .sort((a, b) => b.amountMinor - a.amountMinor)[0];
}

/** A panel, and where it stands in the configuration. */
export interface PlacedPanel {
  readonly panel: Panel;
  readonly path: readonly (string | number)[];
}

/**
 * Lists the panels that a license server must sell: those of the enumerations that its tariffs
 * offer from, and those of enumerations that no tariff names, as any service may choose them.
 */
export function panelsAt(catalogue: Catalogue, licenseServer: string): PlacedPanel[] {
  const { enumerations, processingModules, tariffs = [] } = catalogue;
  const modules = processingModules
    .filter((module) => module.licenseServer === licenseServer)
    .map(({ name }) => name);
  const serves = (enumeration: string) => {
    const naming = tariffs.filter(
      ({ controlPanelLicense }) => controlPanelLicense.restrictions.enumeration === enumeration,
    );
    return naming.length === 0 || naming.some(({ processingModule }) => modules.includes(processingModule));
  };
  return enumerations.flatMap(({ name, values }, at) =>
    serves(name)
      ? values.map((panel, value) => ({ panel, path: ['enumerations', at, 'values', value] }))
      : [],
  );
}
