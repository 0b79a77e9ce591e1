import { termsQuestion } from '../terms-question.js';
import { calls, type Policy } from './policy.js';

/** The configuration in force counts from the next decision on; what has closed needs none. */
export const termsAreLookedUp: Policy = (life, now) => {
  const { wish, terms, termsAnswer, trouble, lookBack } = life;
  if (wish.status === 'closed' && (terms !== null || lookBack !== 'due')) return null;
  const question = termsQuestion(life, now);
  if (termsAnswer === JSON.stringify(question) && !trouble.terms) return null;
  return calls(life, now, { kind: 'resolveTerms', question }, 'looks up what is configured');
};
