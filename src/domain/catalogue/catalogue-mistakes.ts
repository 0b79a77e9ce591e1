import type { Catalogue, Tariff } from './catalogue.js';
import { rankOf, type AlignmentRule } from '../base/period.js';

/** A fault of the configuration: where it stands, and the rule that it breaks. */
export interface ConfigFault {
  readonly kind: ConfigFaultKind;
  readonly path: Path;
  readonly message: string;
}

export type ConfigFaultKind = MistakeKind | UnreachablePartKind;
export type MistakeKind =
  /** Two things have one name. */
  | 'StandsTwice'
  /** It names something that is not configured. */
  | 'NotConfigured'
  /** Two rules of the same rank are about one period. */
  | 'RuleOfSameRank'
  /** A license server's lead contradicts the general one. */
  | 'LeadCannotBeMet';
export type UnreachablePartKind =
  /** A rule of period alignment that no service can ever fall under, or that nobody can follow. */
  | 'RuleNeverApplies'
  /** A tariff offers a panel for a period that has no price. */
  | 'PriceMissing'
  /** A tariff's restrictions leave no panel. */
  | 'AllPanelsRestricted'
  /** Two enumerations know a panel differently, so a service without a tariff gets the first. */
  | 'PanelAmbiguous';

export type Path = readonly (string | number)[];

/**
 * What of the configuration could be read; a section that could not is absent, and nothing is said
 * about it.
 */
export type Sections = Partial<Catalogue>;

/** The checks that refuse a configuration at start. */
const CHECKS: readonly ((sections: Sections) => ConfigFault[])[] = [
  namesStandOnce,
  modulesNameLicenseServers,
  tariffsNameModules,
  tariffsNameEnumerations,
  tariffsNamePanels,
  rulesDifferInRank,
  leadsCanBeMet,
];

/** Finds what contradicts itself in a configuration: nothing may start with it. */
export function mistakesIn(sections: Sections): ConfigFault[] {
  return CHECKS.flatMap((check) => check(sections));
}

function namesStandOnce({
  licenseServers,
  processingModules,
  enumerations,
  tariffs,
}: Sections): ConfigFault[] {
  return [
    ...repeated(licenseServers, 'name', ['licenseServers']),
    ...repeated(processingModules, 'name', ['processingModules']),
    ...repeated(enumerations, 'name', ['enumerations']),
    ...(enumerations ?? []).flatMap(({ values }, at) =>
      repeated(values, 'internalName', ['enumerations', at, 'values']),
    ),
    ...repeated(tariffs, 'id', ['tariffs']),
  ];
}

function modulesNameLicenseServers({ licenseServers, processingModules = [] }: Sections): ConfigFault[] {
  return processingModules.flatMap(({ licenseServer }, at) =>
    oneOf(licenseServer, licenseServers?.map(nameOf), ['processingModules', at, 'licenseServer']),
  );
}

function tariffsNameModules({ processingModules, tariffs = [] }: Sections): ConfigFault[] {
  return tariffs.flatMap(({ processingModule }, at) =>
    oneOf(processingModule, processingModules?.map(nameOf), ['tariffs', at, 'processingModule']),
  );
}

function tariffsNameEnumerations({ enumerations, tariffs = [] }: Sections): ConfigFault[] {
  return tariffs.flatMap(({ controlPanelLicense: { restrictions } }, at) =>
    oneOf(restrictions.enumeration, enumerations?.map(nameOf), [
      ...['tariffs', at, 'controlPanelLicense', 'restrictions', 'enumeration'],
    ]),
  );
}

function tariffsNamePanels({ enumerations = [], tariffs = [] }: Sections): ConfigFault[] {
  const panelsOf = ({ controlPanelLicense: { restrictions } }: Tariff) =>
    enumerations
      .find(({ name }) => name === restrictions.enumeration)
      ?.values.map(({ internalName }) => internalName);
  return tariffs.flatMap((tariff, at) => {
    const { restrictions, prices } = tariff.controlPanelLicense;
    const path = ['tariffs', at, 'controlPanelLicense'];
    const known = panelsOf(tariff);
    return [
      ...(restrictions.panels ?? []).flatMap((panel, panelAt) =>
        oneOf(panel, known, [...path, 'restrictions', 'panels', panelAt]),
      ),
      ...Object.keys(prices).flatMap((panel) => oneOf(panel, known, [...path, 'prices', panel])),
    ];
  });
}

function rulesDifferInRank({ processingModules = [] }: Sections): ConfigFault[] {
  const reach = (rule: AlignmentRule) => {
    const { tariff, productType } = rule.alignWithTariff ?? {};
    return JSON.stringify([rule.initialPeriodMonths, rankOf(rule), tariff ?? productType]);
  };
  return processingModules.flatMap(({ periodAlignment }, module) =>
    repeatsIn(periodAlignment.map(reach)).map((at): ConfigFault => {
      const message = 'is a second rule of the same rank for this period';
      return { kind: 'RuleOfSameRank', path: ['processingModules', module, 'periodAlignment', at], message };
    }),
  );
}

function leadsCanBeMet({ licenseServers = [], renewal }: Sections): ConfigFault[] {
  return licenseServers.flatMap(({ renewal: own }, at): ConfigFault[] => {
    const lead = { ...renewal, ...own };
    if (!own || lead.leadMinDays === undefined || lead.leadMaxDays === undefined) return [];
    if (lead.leadMinDays <= lead.leadMaxDays) return [];
    const message = `leadMinDays ${lead.leadMinDays} must not be above leadMaxDays ${lead.leadMaxDays}`;
    return [{ kind: 'LeadCannotBeMet', path: ['licenseServers', at, 'renewal'], message }];
  });
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function repeated<Key extends string>(
  items: readonly Readonly<Record<Key, string>>[] | undefined,
  key: Key,
  path: Path,
): ConfigFault[] {
  return repeatsIn((items ?? []).map((item) => item[key])).map((at) => ({
    kind: 'StandsTwice',
    path: [...path, at, key],
    message: 'stands twice',
  }));
}

function repeatsIn(names: readonly string[]): number[] {
  return names.flatMap((each, at) => (names.indexOf(each) < at ? [at] : []));
}

function oneOf(name: string, known: readonly string[] | undefined, path: Path): ConfigFault[] {
  if (known?.includes(name) ?? true) return [];
  return [{ kind: 'NotConfigured', path, message: `must be one of: ${known?.join(', ') ?? ''}` }];
}
