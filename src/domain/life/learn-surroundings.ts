import { shortenToEnd } from '../base/closing-date.js';
import type { Terms, TermsAnswer, TermsQuestion } from '../terms/terms.js';
import { permitPayment } from './payment-permit.js';
import type { Learners } from './learn-done.js';
import type { Life } from './life.js';
import { refusePanel } from './panel-refusal.js';
import { afterFailure, emergencyAtMsOf, type Met, type Trouble } from './trouble.js';

/** For so long the provider's word is good, unless a message says otherwise. */
const PERMIT_MS = 3_600_000;

/** What the configuration, the provider and the balance say. */
export const learnSurroundings: Learners<
  'resolveTerms' | 'askStatus' | 'readFunds' | 'compareOffers' | 'joinWatch'
> = {
  resolveTerms: (life, { question }, answer, now) => takeTerms(life, question, answer, now),

  askStatus(life, call, asked, now) {
    const { terms, held } = life;
    if (!terms?.asksStatus) return life;
    const keptWhileSuspended = terms.whileSuspended === 'prolong' && held !== null;
    const rules = { whenUnreachable: terms.asksStatus, keptWhileSuspended };
    const permit = permitPayment(asked, rules, now, emergencyAtMsOf(life));
    switch (permit.kind) {
      case 'pay':
        return { ...life, permit: { untilMs: now + PERMIT_MS } };
      case 'believe':
        return { ...life, wish: { ...life.wish, status: permit.status } };
      case 'wait': {
        const met: Met = {
          failure: 'ServiceStatusUnknown',
          message: 'the provider does not say whether the service is active',
          retryAfterMs: permit.untilMs - now,
        };
        const ask = afterFailure(life.trouble.ask, call.kind, met, now);
        return { ...life, trouble: { ...life.trouble, ask } };
      }
    }
  },

  readFunds(life, call, { reaches, amountMinor }, now) {
    const { acquiring } = life;
    if (acquiring.kind !== 'ordering') return life;
    if (reaches) return { ...life, acquiring: { ...acquiring, isFunded: true } };
    const met: Met = {
      failure: 'InsufficientFunds',
      message: 'the balance does not reach for what is to follow the license',
      amountMinor,
    };
    const acquire = afterFailure(life.trouble.acquire, call.kind, met, now);
    return { ...life, trouble: { ...life.trouble, acquire } };
  },

  compareOffers(life, { toEnd, ending }, chosen) {
    return { ...life, compared: { ...ending, chosen: chosen ?? shortenToEnd(toEnd, ending) } };
  },

  joinWatch(life) {
    const trouble = Object.entries(life.trouble).map(([subject, each]): [string, Trouble] => [
      subject,
      each.amountMinor === null ? each : { ...each, amountMinor: null },
    ]);
    return { ...life, trouble: Object.fromEntries(trouble) };
  },
};

/**
 * Takes the terms in force; what the configuration no longer knows goes on as it was. What it never
 * knew is refused, unless there is a license to keep: then somebody has to configure it.
 */
function takeTerms(life: Life, question: TermsQuestion, answer: TermsAnswer, now: number): Life {
  // The service is wished otherwise since: what was asked then answers nothing any more.
  if (JSON.stringify(question.service) !== JSON.stringify(life.wish.service)) return life;
  const termsAnswer = JSON.stringify(question);
  const { panel } = question.service;
  if (answer.kind === 'terms') {
    const taken = { ...life, terms: answer.terms, termsFor: panel, termsAnswer };
    return question.realigns ? realigned(taken, answer.terms) : taken;
  }
  const { message } = answer;
  if (life.wish.insteadOf) return refusePanel(life, message);
  if (life.terms && life.termsFor === panel) return { ...life, termsAnswer };
  if (!life.held) return { ...life, refusal: message, termsAnswer };
  const met: Met = { failure: 'NotConfigured', message };
  const terms = afterFailure(life.trouble.terms, 'resolveTerms', met, now);
  return { ...life, trouble: { ...life.trouble, terms }, termsAnswer };
}

/** From now on the license is to be of the price list that the client's new order has brought. */
function realigned(life: Life, { priceList }: Terms): Life {
  const { held } = life;
  return { ...life, realigns: false, held: held && { ...held, ownList: priceList } };
}
