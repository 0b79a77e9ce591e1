import type { Catalogue } from '../catalogue/catalogue.js';
import { resolveTerms, type TermsAnswer } from '../terms/terms.js';
import type { TermsQuestion } from './terms-question.js';

/** Answers a question about the terms of a running service by a configuration. */
export function answerFor(catalogue: Catalogue, question: TermsQuestion): TermsAnswer {
  const { service, held, ending, hadTrial } = question;
  return resolveTerms(catalogue, service, held ?? undefined, ending ?? undefined, hadTrial || undefined);
}
