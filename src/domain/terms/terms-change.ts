import type { Catalogue } from '../catalogue/catalogue.js';
import type { PriceListCode } from '../base/license.js';
import type { Service } from '../base/service.js';
import { questionOf, resolveTerms, type Terms } from './terms.js';

/** What a new configuration changes for a service that runs. */
export type TermsChange =
  | { readonly kind: 'Same' }
  | { readonly kind: 'Changed'; readonly changes: readonly FieldChange[] }
  /** The new configuration refuses the service, which goes on by the terms that it has. */
  | { readonly kind: 'Refused'; readonly message: string }
  /** Only the new configuration knows the service. */
  | { readonly kind: 'Accepted'; readonly message: string };

export interface FieldChange {
  readonly field: string;
  readonly from?: string;
  readonly to?: string;
}

/** Compares what two configurations mean for a service and the license that it holds. */
export function termsChange(
  before: Catalogue,
  after: Catalogue,
  service: Service,
  held: PriceListCode | null = null,
): TermsChange {
  const [was, is] = [before, after].map((catalogue) => resolveTerms(catalogue, questionOf(service, held)));
  if (was?.kind === 'terms' && is?.kind === 'terms') {
    const changes = changesBetween(was.terms, is.terms);
    return changes.length === 0 ? { kind: 'Same' } : { kind: 'Changed', changes };
  }
  if (was?.kind === 'terms' && is?.kind === 'refused') return { kind: 'Refused', message: is.message };
  if (was?.kind === 'refused' && is?.kind === 'terms') return { kind: 'Accepted', message: was.message };
  return { kind: 'Same' };
}

function changesBetween(before: Terms, after: Terms): FieldChange[] {
  const [was, is] = [flat(before), flat(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((field) => was.get(field) !== is.get(field))
    .map((field) => ({ field, from: was.get(field), to: is.get(field) }));
}

/** Takes the lead apart, so that a change names the one setting and not all of them. */
function flat({ lead, ...terms }: Terms): Map<string, string> {
  return new Map(
    Object.entries({ ...terms, ...lead }).map(([field, value]) => [
      field,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}
