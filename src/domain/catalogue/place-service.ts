import type { Catalogue, Panel, ProcessingModule, Tariff } from './catalogue.js';
import { monthsInWords, TRIAL, type TariffScope } from '../base/period.js';
import type { Service } from '../base/service.js';
import { panelsOffered } from './tariff.js';

/** Why a service cannot be licensed by the configuration, with the field that is wrong. */
export interface Refusal {
  readonly kind: 'refused';
  readonly field: keyof Service;
  readonly message: string;
}

/**
 * What the configuration says about a service: which module makes it, which panel it has, which
 * rules it falls under.
 */
export interface Place {
  readonly kind: 'placed';
  readonly module: ProcessingModule;
  readonly panel: Panel;
  readonly scope: TariffScope;
}

/** Whether a service is opened, or runs already. */
type Standing = 'new' | 'running';

/**
 * Finds a service's processing module and panel, by its tariff where it names one. What a tariff
 * allows is asked when a service is opened; one that runs already keeps what it was promised.
 */
export function placeService(catalogue: Catalogue, service: Service, standing: Standing): Place | Refusal {
  const { tariffs = [], processingModules } = catalogue;
  const tariff = tariffs.find(({ id }) => id === service.tariff);
  if (service.tariff !== undefined && !tariff)
    return unknown(
      'tariff',
      service.tariff,
      tariffs.map(({ id }) => id),
    );
  const wrong =
    tariff &&
    (contradiction(tariff, service) ?? (standing === 'running' ? undefined : notSold(tariff, service)));
  if (wrong) return wrong;

  const asked = tariff?.processingModule ?? service.processingModule;
  const module =
    asked === undefined && processingModules.length === 1
      ? processingModules[0]
      : processingModules.find(({ name }) => name === asked);
  if (!module)
    return unknown(
      'processingModule',
      asked,
      processingModules.map(({ name }) => name),
    );

  const panel = panelOf(catalogue, service, standing, tariff);
  if ('kind' in panel) return panel;
  const wrongAddon = standing === 'running' ? undefined : addonRefusal(panel, service.addons);
  if (wrongAddon) return wrongAddon;
  const scope = { tariff: tariff?.id, productType: tariff?.productType ?? service.productType };
  return { kind: 'placed', module, panel, scope };
}

/** A service may repeat what its tariff says, but not say otherwise. */
function contradiction(tariff: Tariff, service: Service): Refusal | undefined {
  for (const field of ['processingModule', 'productType'] as const) {
    if (service[field] !== undefined && service[field] !== tariff[field])
      return refused(field, `${field} of tariff ${tariff.id} is ${tariff[field]}, not ${service[field]}`);
  }
  return undefined;
}

function notSold({ id, periodsMonths }: Tariff, { servicePeriodMonths }: Service): Refusal | undefined {
  if (periodsMonths.includes(servicePeriodMonths)) return undefined;
  if (servicePeriodMonths === TRIAL)
    return refused('servicePeriodMonths', `tariff ${id} is not sold as a trial`);
  const sold = periodsMonths.map((months) => (months === TRIAL ? monthsInWords(TRIAL) : months)).join(', ');
  return refused(
    'servicePeriodMonths',
    `tariff ${id} is not sold for ${servicePeriodMonths} months at a time; sold: ${sold}`,
  );
}

function panelOf(
  catalogue: Catalogue,
  service: Service,
  standing: Standing,
  tariff: Tariff | undefined,
): Panel | Refusal {
  const all = catalogue.enumerations.flatMap(({ values }) => values);
  const offered = tariff ? panelsOffered(catalogue, tariff) : all;
  const find = (panels: readonly Panel[]) =>
    panels.find(({ internalName }) => internalName === service.panel);
  const panel = find(offered);
  if (panel) return panel;
  const names = offered.map(({ internalName }) => internalName).join(', ');
  const known = find(all);
  if (!known || !tariff) return refused('panel', `panel ${service.panel} is not configured; known: ${names}`);
  if (standing === 'running') return known;
  return refused('panel', `tariff ${tariff.id} does not offer panel ${service.panel}; offered: ${names}`);
}

function addonRefusal(panel: Panel, asked: Service['addons'] = {}): Refusal | undefined {
  const addons = panel.addons ?? [];
  for (const [id, count] of Object.entries(asked)) {
    const addon = addons.find((one) => one.id === id);
    if (!addon) {
      const known = addons.map((one) => one.id).join(', ') || 'none';
      return refused('addons', `panel ${panel.internalName} has no addon ${id}; known: ${known}`);
    }
    if (count > addon.max)
      return refused('addons', `panel ${panel.internalName} has at most ${addon.max} of addon ${id}`);
  }
  return undefined;
}

function unknown(
  field: 'tariff' | 'processingModule',
  asked: string | undefined,
  known: readonly string[],
): Refusal {
  const what = asked === undefined ? `${field} must be given` : `${field} ${asked} is not configured`;
  return refused(field, `${what}; known: ${known.join(', ') || 'none'}`);
}

export function refused(field: Refusal['field'], message: string): Refusal {
  return { kind: 'refused', field, message };
}
