import type { Catalogue, Panel, ProcessingModule, Tariff } from '../catalogue/catalogue.js';
import type { ConfigFault, Path } from '../catalogue/catalogue-mistakes.js';
import { monthsInWords, TRIAL, type AlignmentRule } from '../base/period.js';
import { clientPrice, panelsOffered } from '../catalogue/tariff.js';
import { offersOf } from './terms.js';

/** The checks for what can be started with, but can never work. */
const CHECKS: readonly ((catalogue: Catalogue) => ConfigFault[])[] = [
  rulesApply,
  panelsHavePrices,
  tariffsOfferPanels,
  panelsAreUnambiguous,
];

/** Finds what can never work in a configuration that does not contradict itself. */
export function unreachablePartsIn(catalogue: Catalogue): ConfigFault[] {
  return CHECKS.flatMap((check) => check(catalogue));
}

function rulesApply(catalogue: Catalogue): ConfigFault[] {
  return catalogue.processingModules.flatMap((module, moduleAt) =>
    module.periodAlignment.flatMap((rule, at): ConfigFault[] => {
      const why = neverApplies(catalogue, module, rule);
      const path = ['processingModules', moduleAt, 'periodAlignment', at];
      return why === undefined
        ? []
        : [{ kind: 'RuleNeverApplies', path, message: `can never apply: ${why}` }];
    }),
  );
}

function neverApplies(
  catalogue: Catalogue,
  module: ProcessingModule,
  { initialPeriodMonths, replaceByMonths, alignWithTariff: { tariff: id, productType } = {} }: AlignmentRule,
): string | undefined {
  const own = (catalogue.tariffs ?? []).filter(({ processingModule }) => processingModule === module.name);
  const ofType = own.filter((tariff) => productType === undefined || tariff.productType === productType);
  const within = ofType.filter((tariff) => id === undefined || tariff.id === id);
  if (id !== undefined && !own.some((tariff) => tariff.id === id))
    return `processing module ${module.name} has no tariff ${id}`;
  if (id !== undefined && within.length === 0)
    return `tariff ${id} is not of product type ${productType ?? ''}`;
  if (own.length > 0 && within.length === 0)
    return `no tariff of processing module ${module.name} is of product type ${productType ?? ''}`;
  if (id !== undefined && !within.some(({ periodsMonths }) => periodsMonths.includes(initialPeriodMonths)))
    return `tariff ${id} is not sold for ${monthsInWords(initialPeriodMonths)}`;
  const panels =
    id === undefined ? panelsOf(catalogue) : within.flatMap((tariff) => panelsOffered(catalogue, tariff));
  return sells(panels, replaceByMonths)
    ? undefined
    : `no panel is sold for ${monthsInWords(replaceByMonths)}`;
}

function panelsOf({ enumerations }: Catalogue): Panel[] {
  return enumerations.flatMap(({ values }) => values);
}

function sells(panels: readonly Panel[], months: number): boolean {
  return panels.flatMap(offersOf).some(({ periodMonths }) => periodMonths === months);
}

function panelsHavePrices(catalogue: Catalogue): ConfigFault[] {
  return eachTariff(catalogue, (tariff, path) =>
    panelsOffered(catalogue, tariff).flatMap(({ internalName, priceLists }): ConfigFault[] => {
      const hasTrial = priceLists.some(({ trial }) => trial);
      const missing = tariff.periodsMonths
        .filter((months) => months !== TRIAL || hasTrial)
        .filter((months) => !clientPrice(tariff, internalName, months));
      if (missing.length === 0) return [];
      const message = `panel ${internalName} has no price for ${missing.map(monthsInWords).join(', ')}`;
      return [{ kind: 'PriceMissing', path: [...path, 'prices', internalName], message }];
    }),
  );
}

function tariffsOfferPanels(catalogue: Catalogue): ConfigFault[] {
  return eachTariff(catalogue, (tariff, path): ConfigFault[] => {
    if (panelsOffered(catalogue, tariff).length > 0) return [];
    const message = 'leave no panel that a client could choose';
    return [{ kind: 'AllPanelsRestricted', path: [...path, 'restrictions'], message }];
  });
}

function eachTariff(
  { tariffs = [] }: Catalogue,
  check: (tariff: Tariff, path: Path) => ConfigFault[],
): ConfigFault[] {
  return tariffs.flatMap((tariff, at) => check(tariff, ['tariffs', at, 'controlPanelLicense']));
}

function panelsAreUnambiguous({ enumerations }: Catalogue): ConfigFault[] {
  const all = enumerations.flatMap(({ values }, at) =>
    values.map((panel, value) => ({
      panel,
      at,
      path: ['enumerations', at, 'values', value, 'internalName'],
    })),
  );
  return all.flatMap(({ panel, at, path }): ConfigFault[] => {
    const first = all.find((other) => other.panel.internalName === panel.internalName);
    if (!first || first.at === at || isSold(first.panel) === isSold(panel)) return [];
    const message = 'is sold otherwise in an earlier enumeration, which a service without a tariff gets';
    return [{ kind: 'PanelAmbiguous', path, message }];
  });
}

function isSold({ priceLists }: Panel): string {
  return JSON.stringify(priceLists);
}
