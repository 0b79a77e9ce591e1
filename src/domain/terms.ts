import type { PriceListCode } from './license.js';
import { alignPeriod, type AlignmentReason, type AlignmentRule, type Offer } from './period.js';
import type { LeadSettings } from './renewal.js';
import type { Service } from './service.js';

/** The part of the configuration that decides how a service gets its license. */
export interface Catalogue {
  readonly processingModules: readonly ProcessingModule[];
  readonly enumerations: readonly { readonly values: readonly Panel[] }[];
  readonly renewal: LeadSettings & { readonly whileSuspended: WhileSuspended };
}

export interface ProcessingModule {
  readonly name: string;
  readonly licenseServer: string;
  readonly periodAlignment: readonly AlignmentRule[];
}

/** A value of an enumeration: a control panel that a client may choose. */
export interface Panel {
  readonly internalName: string;
  readonly priceLists: readonly { readonly code: PriceListCode; readonly periodsMonths: readonly number[] }[];
}

/** What becomes of the license of a suspended service: it is kept paid, or what is paid is allowed to run out. */
export type WhileSuspended = 'prolong' | 'lapse';

/** How a service gets its license, by the configuration of this moment. */
export interface Terms extends Offer {
  readonly licenseServer: string;
  readonly alignment: AlignmentReason;
  readonly whileSuspended: WhileSuspended;
  readonly lead: LeadSettings;
}

export type TermsAnswer =
  | { readonly kind: 'terms'; readonly terms: Terms }
  | { readonly kind: 'refused'; readonly field: 'panel' | 'processingModule'; readonly message: string };

/**
 * Works out the terms of a service. A license that is held keeps its price list: only periods of that one are aligned,
 * unless the configuration does not know it any more.
 */
export function resolveTerms(catalogue: Catalogue, service: Service, held?: PriceListCode): TermsAnswer {
  const modules = catalogue.processingModules;
  const module =
    service.processingModule === undefined && modules.length === 1
      ? modules[0]
      : modules.find(({ name }) => name === service.processingModule);
  if (!module)
    return unknown(
      'processingModule',
      service.processingModule,
      modules.map(({ name }) => name),
    );

  const panels = catalogue.enumerations.flatMap(({ values }) => values);
  const panel = panels.find(({ internalName }) => internalName === service.panel);
  const offers = panel ? offersOf(panel) : [];
  const heldOffers = offers.filter(({ priceList }) => priceList === held);
  const { periodAlignment } = module;
  const aligned = alignPeriod(
    service.servicePeriodMonths,
    heldOffers.length > 0 ? heldOffers : offers,
    periodAlignment,
  );
  if (!aligned)
    return unknown(
      'panel',
      service.panel,
      panels.map(({ internalName }) => internalName),
    );

  const { whileSuspended, ...lead } = catalogue.renewal;
  const { priceList, periodMonths, reason } = aligned;
  return {
    kind: 'terms',
    terms: {
      licenseServer: module.licenseServer,
      priceList,
      periodMonths,
      alignment: reason,
      whileSuspended,
      lead,
    },
  };
}

function offersOf({ priceLists }: Panel): Offer[] {
  return priceLists.flatMap(({ code, periodsMonths }) =>
    periodsMonths.map((periodMonths) => ({ priceList: code, periodMonths })),
  );
}

function unknown(
  field: 'panel' | 'processingModule',
  asked: string | undefined,
  known: readonly string[],
): TermsAnswer {
  const what = asked === undefined ? `${field} must be given` : `${field} ${asked} is not configured`;
  return { kind: 'refused', field, message: `${what}; known: ${known.join(', ')}` };
}
