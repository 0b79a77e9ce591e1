import {
  resolveTerms as answerFor,
  type Catalogue,
  type TermsAnswer,
  type TermsQuestion,
} from '../../domain/terms/terms.js';

/** Works out the terms of a service by the configuration in force at the moment of the call. */
export function resolveTerms(catalogue: () => Catalogue) {
  return (question: TermsQuestion): Promise<TermsAnswer> => Promise.resolve(answerFor(catalogue(), question));
}
