import type { Ending } from '../../domain/base/closing-date.js';
import type { PriceListCode } from '../../domain/base/license.js';
import type { Service } from '../../domain/base/service.js';
import { resolveTerms as resolve, type Catalogue, type TermsAnswer } from '../../domain/terms/terms.js';

/** Works out the terms of a service by the configuration in force at the moment of the call. */
export function resolveTerms(catalogue: () => Catalogue) {
  return (
    service: Service,
    held?: PriceListCode,
    ending?: Ending,
    hadTrial?: boolean,
  ): Promise<TermsAnswer> => Promise.resolve(resolve(catalogue(), service, held, ending, hadTrial));
}
