import type { TermsQuestion } from '../../domain/life/terms-question.js';
import { resolveTerms as resolve, type Catalogue, type TermsAnswer } from '../../domain/terms/terms.js';

/** Works out the terms of a service by the configuration in force at the moment of the call. */
export function resolveTerms(catalogue: () => Catalogue) {
  return ({ service, held, ending, hadTrial }: TermsQuestion): Promise<TermsAnswer> =>
    Promise.resolve(
      resolve(catalogue(), service, held ?? undefined, ending ?? undefined, hadTrial || undefined),
    );
}
